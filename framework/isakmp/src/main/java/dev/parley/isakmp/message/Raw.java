package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.Bytes;

/**
 * One payload by its generic header alone: read without trusting its body.
 *
 * @param next the Next Payload field, the type of what follows
 * @param flags the octet after it: the critical bit, or reserved
 * @param start where the generic header begins, in octets from the start of the chain
 */
public record Raw(PayloadType type, int next, int flags, Bytes body, int start) {
    /** Octets of a generic header. */
    public static final int HEADER_OCTETS = 4;

    static final int CRITICAL = 0x80;

    /** Where the body begins, in octets from the start of the chain. */
    public int bodyStart() {
        return start + HEADER_OCTETS;
    }

    /** Where the payload ends, in octets from the start of the chain; padding that may follow is not its own. */
    public int end() {
        return bodyStart() + body.length();
    }

    /** RFC 7296 section 3.2. */
    public boolean critical() {
        return (flags & CRITICAL) != 0;
    }
}
