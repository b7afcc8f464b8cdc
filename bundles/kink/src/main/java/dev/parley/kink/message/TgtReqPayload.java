package dev.parley.kink.message;

import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * KINK_TGT_REQ: asks for a ticket-granting ticket, and names of whom (RFC 4430 section 4.2.4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * ~                        PrincName                            ~
 * +---------------------------------------------------------------+
 * </pre>
 */
public record TgtReqPayload(Bytes name) implements Payload {
    static final PayloadCodec<TgtReqPayload> CODEC = new OpaqueCodec<>(
            KinkPayloads.TGT_REQ, "TGT_REQ", TgtReqPayload.class, TgtReqPayload::new, TgtReqPayload::name);

    @Override
    public PayloadType type() {
        return KinkPayloads.TGT_REQ;
    }
}
