package dev.parley.transport.udp;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Contributes the UDP transport, and closes its channels when the bundle leaves. */
@Component
@Contributes(point = "transport", key = "udp")
public final class UdpComponent implements Contribution {
    private final UdpTransport transport = new UdpTransport();

    @Override
    public List<Extension> extensions() {
        return List.of(transport);
    }

    @Deactivate
    void leave() {
        transport.close();
    }
}
