package dev.parley.ikev1;

import dev.parley.ikev1.authentication.PreSharedKey;
import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.message.Ikev1Payloads;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes IKEv1: its exchanges, what it adds to RFC 2408's payloads, and how its peers prove who they are. */
@Component
@Contributes(point = "negotiation-protocol", key = "ikev1")
@Contributes(point = "exchange-rules", key = "ikev1")
@Contributes(point = "payload-codecs", key = "ikev1")
@Contributes(point = "phase1-authentication", key = "pre-shared-key")
public final class Ikev1Component implements Contribution {
    private final List<Extension> extensions =
            List.of(new Ikev1Protocol(), new Ikev1Exchanges(), new Ikev1Payloads(), new PreSharedKey());

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
