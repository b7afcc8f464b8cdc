package dev.parley.ikev2.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.GenericHeader;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadType;
import java.util.List;
import java.util.Optional;

/** The payload types of IKEv2 (RFC 7296 section 3.2, RFC 7383 section 2.5) and the codecs of those that are read. */
public final class Ikev2Payloads implements PayloadCodecs {
    public static final NumberSpace SPACE = new NumberSpace("ikev2.payload");

    public static final PayloadType SA = new PayloadType(SPACE, 33);
    public static final PayloadType KE = new PayloadType(SPACE, 34);
    public static final PayloadType ID_I = new PayloadType(SPACE, 35);
    public static final PayloadType ID_R = new PayloadType(SPACE, 36);
    public static final PayloadType CERT = new PayloadType(SPACE, 37);
    public static final PayloadType CERTREQ = new PayloadType(SPACE, 38);
    public static final PayloadType AUTH = new PayloadType(SPACE, 39);
    public static final PayloadType NONCE = new PayloadType(SPACE, 40);
    public static final PayloadType NOTIFY = new PayloadType(SPACE, 41);
    public static final PayloadType DELETE = new PayloadType(SPACE, 42);
    public static final PayloadType VENDOR_ID = new PayloadType(SPACE, 43);
    public static final PayloadType TS_I = new PayloadType(SPACE, 44);
    public static final PayloadType TS_R = new PayloadType(SPACE, 45);
    public static final PayloadType SK = new PayloadType(SPACE, 46);
    public static final PayloadType CP = new PayloadType(SPACE, 47);
    public static final PayloadType EAP = new PayloadType(SPACE, 48);
    public static final PayloadType SKF = new PayloadType(SPACE, 53);

    private static final Names NAMES = Names.of("""
            33 SA
            34 KE
            35 IDi
            36 IDr
            37 CERT
            38 CERTREQ
            39 AUTH
            40 Nonce
            41 N
            42 D
            43 V
            44 TSi
            45 TSr
            46 SK
            47 CP
            48 EAP
            49 GSPM
            50 IDg
            51 GSA
            52 KD
            53 SKF
            54 PS""");

    private static final List<PayloadCodec<?>> CODECS = List.of(
            new SaPayload.Codec(),
            new KePayload.Codec(),
            new IdPayload.Codec(Role.INITIATOR),
            new IdPayload.Codec(Role.RESPONDER),
            new AuthPayload.Codec(),
            new NoncePayload.Codec(),
            new NotifyPayload.Codec(),
            new DeletePayload.Codec(),
            new VendorIdPayload.Codec(),
            new TsPayload.Codec(Role.INITIATOR),
            new TsPayload.Codec(Role.RESPONDER),
            new SkPayload.Codec(),
            new SkfPayload.Codec());

    @Override
    public String key() {
        return "ikev2";
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
        return Optional.of(GenericHeader.withCriticalBit());
    }

    /** The RFC's notation of a payload type. */
    public static String name(int number) {
        return NAMES.name(number, "payload ");
    }
}
