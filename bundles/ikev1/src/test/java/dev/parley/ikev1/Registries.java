package dev.parley.ikev1;

import dev.parley.ikev1.message.Ikev1Payloads;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;

/** What a gateway's registry holds for IKEv1. */
final class Registries {
    private Registries() {}

    static PayloadRegistry ikev1() {
        return PayloadRegistry.of(List.of(new IsakmpPayloads(), new Ikev1Payloads()), List.of(new IpsecDoi()));
    }
}
