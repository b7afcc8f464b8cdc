package dev.parley.ikev1.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;

/** What IKEv1 and its extensions add to RFC 2408's payloads (RFC 3947 section 3.2 and 5.2, draft-dukes-ike-mode-cfg-02). */
public final class Ikev1Payloads implements PayloadCodecs {
    public static final PayloadType ATTRIBUTES = IsakmpPayloads.type(14);
    public static final PayloadType NAT_D = IsakmpPayloads.type(20);
    public static final PayloadType NAT_OA = IsakmpPayloads.type(21);

    private static final List<PayloadCodec<?>> CODECS =
            List.of(new AttributesPayload.Codec(), NatDiscoveryPayload.CODEC, new NatOriginalAddressPayload.Codec());

    @Override
    public String key() {
        return "ikev1";
    }

    @Override
    public NumberSpace space() {
        return IsakmpPayloads.SPACE;
    }

    @Override
    public List<PayloadCodec<?>> codecs() {
        return CODECS;
    }
}
