package dev.parley.kink.message;

import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * KINK_TGT_REP: the responder's own ticket-granting ticket, raw (RFC 4430 section 4.2.5).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * ~                          TGT                                ~
 * +---------------------------------------------------------------+
 * </pre>
 */
public record TgtRepPayload(Bytes ticket) implements Payload {
    static final PayloadCodec<TgtRepPayload> CODEC = new OpaqueCodec<>(
            KinkPayloads.TGT_REP, "TGT_REP", TgtRepPayload.class, TgtRepPayload::new, TgtRepPayload::ticket);

    @Override
    public PayloadType type() {
        return KinkPayloads.TGT_REP;
    }
}
