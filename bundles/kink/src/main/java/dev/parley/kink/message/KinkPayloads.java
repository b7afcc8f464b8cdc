package dev.parley.kink.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.GenericHeader;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadType;
import java.util.List;
import java.util.Optional;

/** KINK's payload types (RFC 4430 section 4.2) and their codecs; what is inside KINK_ISAKMP is of RFC 2408's space. */
public final class KinkPayloads implements PayloadCodecs {
    public static final NumberSpace SPACE = new NumberSpace("kink.payload");

    public static final PayloadType AP_REQ = new PayloadType(SPACE, 1);
    public static final PayloadType AP_REP = new PayloadType(SPACE, 2);
    public static final PayloadType KRB_ERROR = new PayloadType(SPACE, 3);
    public static final PayloadType TGT_REQ = new PayloadType(SPACE, 4);
    public static final PayloadType TGT_REP = new PayloadType(SPACE, 5);
    public static final PayloadType ISAKMP = new PayloadType(SPACE, 6);
    public static final PayloadType ENCRYPT = new PayloadType(SPACE, 7);
    public static final PayloadType ERROR = new PayloadType(SPACE, 8);

    /** Each payload, and the Cksum, begins on such a boundary from the start of the message (section 4). */
    static final int ALIGNMENT = 4;

    private static final List<PayloadCodec<?>> CODECS = List.of(
            new ApReqPayload.Codec(),
            new ApRepPayload.Codec(),
            KrbErrorPayload.CODEC,
            TgtReqPayload.CODEC,
            TgtRepPayload.CODEC,
            new IsakmpPayload.Codec(),
            new EncryptPayload.Codec(),
            new ErrorPayload.Codec());

    @Override
    public String key() {
        return "kink";
    }

    @Override
    public NumberSpace space() {
        return SPACE;
    }

    @Override
    public List<PayloadCodec<?>> codecs() {
        return CODECS;
    }

    @Override
    public Optional<GenericHeader> header() {
        return Optional.of(GenericHeader.ignoringReserved().aligned(ALIGNMENT));
    }

    static PayloadType type(int number) {
        return new PayloadType(SPACE, number);
    }
}
