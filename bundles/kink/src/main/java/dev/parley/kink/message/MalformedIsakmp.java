package dev.parley.kink.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * A KINK_ISAKMP that cannot be understood, read and never written: it alone is refused (RFC 4430 section 5.5).
 *
 * @param notifyType what the peer is told, with {@code data}
 */
public record MalformedIsakmp(int notifyType, Bytes data, String why) implements Payload {
    @Override
    public PayloadType type() {
        return KinkPayloads.ISAKMP;
    }
}
