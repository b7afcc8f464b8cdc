package dev.parley.isakmp.payload;

import dev.parley.isakmp.conversation.Names;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.GenericHeader;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadType;
import java.util.List;
import java.util.Optional;

/**
 * The payload types of RFC 2408 section 3.1 and their codecs. Proposal (2) and Transform (3) never stand in a chain of payloads:
 * an SA payload reads its own.
 */
public final class IsakmpPayloads implements PayloadCodecs {
    public static final NumberSpace SPACE = new NumberSpace("isakmp.payload");

    public static final PayloadType SA = new PayloadType(SPACE, 1);
    public static final PayloadType KE = new PayloadType(SPACE, 4);
    public static final PayloadType ID = new PayloadType(SPACE, 5);
    public static final PayloadType CERTIFICATE = new PayloadType(SPACE, 6);
    public static final PayloadType CERTIFICATE_REQUEST = new PayloadType(SPACE, 7);
    public static final PayloadType HASH = new PayloadType(SPACE, 8);
    public static final PayloadType SIGNATURE = new PayloadType(SPACE, 9);
    public static final PayloadType NONCE = new PayloadType(SPACE, 10);
    public static final PayloadType NOTIFICATION = new PayloadType(SPACE, 11);
    public static final PayloadType DELETE = new PayloadType(SPACE, 12);
    public static final PayloadType VENDOR_ID = new PayloadType(SPACE, 13);

    private static final Names NAMES = Names.of("""
            1 SA
            2 P
            3 T
            4 KE
            5 ID
            6 CERT
            7 CR
            8 HASH
            9 SIG
            10 NONCE
            11 N
            12 D
            13 VID""");

    private static final List<PayloadCodec<?>> CODECS = List.of(
            new SaPayload.Codec(),
            KePayload.CODEC,
            new IdPayload.Codec(),
            new CertificatePayload.Codec(),
            new CertificateRequestPayload.Codec(),
            HashPayload.CODEC,
            SignaturePayload.CODEC,
            NoncePayload.CODEC,
            new NotificationPayload.Codec(),
            new DeletePayload.Codec(),
            VendorIdPayload.CODEC);

    @Override
    public String key() {
        return "isakmp";
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
        return Optional.of(GenericHeader.withZero());
    }

    /** The type with this number. */
    public static PayloadType type(int number) {
        return new PayloadType(SPACE, number);
    }

    /** The RFC's notation of a payload type. */
    public static String name(int number) {
        return NAMES.name(number, "payload ");
    }
}
