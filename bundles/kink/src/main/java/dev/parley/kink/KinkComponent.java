package dev.parley.kink;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.kink.dissection.KinkDissector;
import dev.parley.kink.jdk.JdkKerberos;
import dev.parley.kink.message.KinkPayloads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes KINK, what reads it out of captures, and the JDK's Kerberos to it. */
@Component
@Contributes(point = "negotiation-protocol", key = "kink")
@Contributes(point = "payload-codecs", key = "kink")
@Contributes(point = "dissector", key = "kink")
@Contributes(point = "kerberos-mechanism", key = "jdk")
public final class KinkComponent implements Contribution {
    private final List<Extension> extensions = extensions(new KinkProtocol());

    private static List<Extension> extensions(KinkProtocol protocol) {
        return List.of(
                protocol,
                new KinkPayloads(),
                new KinkDissector(protocol.udpPorts().all()),
                new JdkKerberos());
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
