package dev.parley.kink.message;

import dev.parley.isakmp.conversation.Code;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.Map;

/**
 * KINK_ERROR: what went wrong in KINK itself (RFC 4430 section 4.2.8).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * |                           ErrorCode                           |
 * +---------------------------------------------------------------+
 * </pre>
 */
public record ErrorPayload(long code) implements Payload {
    public static final NumberSpace SPACE = new NumberSpace("kink.error");

    public static final int PROTOERR = 1;
    public static final int INVDOI = 2;
    public static final int INVMAJ = 3;
    public static final int INTERR = 5;
    public static final int BADQMVERS = 6;
    public static final int U2UDENIED = 7;

    private static final Map<Long, String> NAMES = Map.of(
            0L,
            "KINK_OK",
            (long) PROTOERR,
            "KINK_PROTOERR",
            (long) INVDOI,
            "KINK_INVDOI",
            (long) INVMAJ,
            "KINK_INVMAJ",
            (long) INTERR,
            "KINK_INTERR",
            (long) BADQMVERS,
            "KINK_BADQMVERS",
            (long) U2UDENIED,
            "KINK_U2UDENIED");

    /** The RFC's name, or the number. */
    public static String name(long code) {
        return NAMES.getOrDefault(code, "KINK error " + code);
    }

    /** What a refusal carries so that the peer can be told. */
    public static Code code(int error) {
        return new Code(SPACE, error);
    }

    @Override
    public PayloadType type() {
        return KinkPayloads.ERROR;
    }

    static final class Codec implements PayloadCodec<ErrorPayload> {
        @Override
        public PayloadType type() {
            return KinkPayloads.ERROR;
        }

        @Override
        public String mnemonic() {
            return "ERROR";
        }

        @Override
        public Class<ErrorPayload> payload() {
            return ErrorPayload.class;
        }

        @Override
        public ErrorPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new ErrorPayload(body.u32("ErrorCode"));
        }

        @Override
        public void encode(ErrorPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.code);
        }

        @Override
        public String describe(ErrorPayload payload) {
            return "ERROR(" + name(payload.code) + ")";
        }
    }
}
