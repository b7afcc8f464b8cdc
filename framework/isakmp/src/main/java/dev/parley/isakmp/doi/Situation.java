package dev.parley.isakmp.doi;

import dev.parley.isakmp.wire.Bytes;

/**
 * The situation of an SA payload (RFC 2408 section 3.4). Its length only its DOI knows, so what cannot be understood is a value
 * too: it is refused by the protocol, not dropped as malformed.
 *
 * @param octets the situation; if its length cannot be known everything up to the end of the payload, proposals and all
 */
public record Situation(Bytes octets, Reading reading) {
    /** How far it was understood. */
    public enum Reading {
        /** The DOI can protect it. */
        SUPPORTED,
        /** The DOI is known and cannot protect it: SITUATION-NOT-SUPPORTED (section 5.4). */
        UNSUPPORTED,
        /** Nobody here knows the DOI: DOI-NOT-SUPPORTED (section 5.4). */
        UNKNOWN_DOI
    }

    public static Situation supported(Bytes octets) {
        return new Situation(octets, Reading.SUPPORTED);
    }

    public static Situation unsupported(Bytes octets) {
        return new Situation(octets, Reading.UNSUPPORTED);
    }

    public static Situation ofUnknownDoi(Bytes rest) {
        return new Situation(rest, Reading.UNKNOWN_DOI);
    }
}
