package dev.parley.ikev2;

import dev.parley.isakmp.wire.Bytes;

/** A fuzzer's octets as a list of things to do: what is missing at the end is zero. */
final class FuzzInput {
    private final byte[] octets;
    private int at;

    FuzzInput(byte[] octets) {
        this.octets = octets;
    }

    boolean more() {
        return at < octets.length;
    }

    int octet() {
        return more() ? octets[at++] & 0xff : 0;
    }

    /** Octets behind a length of two. */
    Bytes counted() {
        int length = Math.min(octet() << 8 | octet(), octets.length - at);
        Bytes counted = Bytes.copyOf(octets, at, length);
        at += length;
        return counted;
    }

    /** {@link #counted} the other way round. */
    static Bytes counted(Bytes octets) {
        return Bytes.concat(Bytes.unsigned(octets.length(), 2), octets);
    }
}
