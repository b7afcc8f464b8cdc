package dev.parley.kink;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.kink.jdk.JdkKerberos;
import dev.parley.kink.message.KinkPayloads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes KINK, and the JDK's Kerberos to it. */
@Component
@Contributes(point = "negotiation-protocol", key = "kink")
@Contributes(point = "payload-codecs", key = "kink")
@Contributes(point = "kerberos-mechanism", key = "jdk")
public final class KinkComponent implements Contribution {
    private final List<Extension> extensions = List.of(new KinkProtocol(), new KinkPayloads(), new JdkKerberos());

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
