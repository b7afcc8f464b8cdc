package dev.parley.isakmp.message;

/**
 * What a number space makes of the generic header in front of each payload.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !    (its own)  !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class GenericHeader {
    /** What the second octet is. */
    enum Second {
        CRITICAL_BIT,
        RESERVED_ZERO,
        RESERVED_IGNORED
    }

    /** Payload numbers from here are private: without a codec they pass (RFC 2408 section 3.1). */
    static final int FIRST_PRIVATE = 128;

    private static final int OCTET = 1;

    private final Second second;
    private final int alignment;

    private GenericHeader(Second second, int alignment) {
        this.second = second;
        this.alignment = alignment;
    }

    /** A critical bit and seven reserved ones that are ignored; payloads without a codec pass (RFC 7296 section 3.2). */
    public static GenericHeader withCriticalBit() {
        return new GenericHeader(Second.CRITICAL_BIT, OCTET);
    }

    /** Zero, or the message is malformed; a payload below 128 without a codec discards it too (RFC 2408 section 5.3). */
    public static GenericHeader withZero() {
        return new GenericHeader(Second.RESERVED_ZERO, OCTET);
    }

    /** Anything, and payloads without a codec pass: their protocol refuses what it must. */
    public static GenericHeader ignoringReserved() {
        return new GenericHeader(Second.RESERVED_IGNORED, OCTET);
    }

    /** The same header, in a chain in which each payload begins a multiple of {@code octets} from the chain's start. */
    public GenericHeader aligned(int octets) {
        if (octets < 1) {
            throw new IllegalArgumentException("payloads cannot be aligned to " + octets + " octets");
        }
        return new GenericHeader(second, octets);
    }

    /** Octets from {@code length} octets after the chain's start to where a payload may begin. */
    public int padding(int length) {
        return Math.floorMod(-length, alignment);
    }

    Second second() {
        return second;
    }
}
