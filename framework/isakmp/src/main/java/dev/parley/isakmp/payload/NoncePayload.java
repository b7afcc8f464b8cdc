package dev.parley.isakmp.payload;

import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * The Nonce payload: random octets against replay (RFC 2408 section 3.13).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                           Nonce Data                          ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record NoncePayload(Bytes data) implements Payload {
    static final PayloadCodec<NoncePayload> CODEC =
            new OpaqueCodec<>(IsakmpPayloads.NONCE, "NONCE", NoncePayload.class, NoncePayload::new, NoncePayload::data);

    @Override
    public PayloadType type() {
        return IsakmpPayloads.NONCE;
    }
}
