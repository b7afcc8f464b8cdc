package dev.parley.kink.message;

import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * KINK_KRB_ERROR: a KRB-ERROR, raw (RFC 4430 section 4.2.3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * ~                        KRB-ERROR                            ~
 * +---------------------------------------------------------------+
 * </pre>
 */
public record KrbErrorPayload(Bytes der) implements Payload {
    static final PayloadCodec<KrbErrorPayload> CODEC = new OpaqueCodec<>(
            KinkPayloads.KRB_ERROR, "KRB_ERROR", KrbErrorPayload.class, KrbErrorPayload::new, KrbErrorPayload::der);

    @Override
    public PayloadType type() {
        return KinkPayloads.KRB_ERROR;
    }
}
