package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.WireException;

/** A chain holds a payload that its number space does not let pass without a codec (RFC 2408 section 5.3). */
public final class UnknownPayloadType extends WireException {
    private final transient PayloadType type;

    public UnknownPayloadType(PayloadType type, int offset) {
        super("Next Payload", offset, type.number() + " is no known payload of " + type.space());
        this.type = type;
    }

    /** Whose number the peer may be told. */
    public PayloadType type() {
        return type;
    }
}
