package dev.parley.ikev2;

import dev.parley.ikev2.dissection.Ikev2Dissector;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes IKEv2. */
@Component
@Contributes(point = "negotiation-protocol", key = "ikev2")
@Contributes(point = "payload-codecs", key = "ikev2")
@Contributes(point = "dissector", key = "ikev2")
public final class Ikev2Component implements Contribution {
    private final Ikev2Protocol protocol = new Ikev2Protocol();
    private final List<Extension> extensions = List.of(
            protocol,
            new Ikev2Payloads(),
            new Ikev2Dissector(protocol.udpPorts().all()));

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
