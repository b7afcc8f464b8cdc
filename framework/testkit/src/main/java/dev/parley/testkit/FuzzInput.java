package dev.parley.testkit;

import dev.parley.isakmp.wire.Bytes;

/** A fuzzer's octets as a list of things to do: what is missing at the end is zero. */
public final class FuzzInput {
    private final byte[] octets;
    private int at;

    public FuzzInput(byte[] octets) {
        this.octets = octets;
    }

    public boolean more() {
        return at < octets.length;
    }

    public int octet() {
        return more() ? octets[at++] & 0xff : 0;
    }

    /** Octets behind a length of two. */
    public Bytes counted() {
        int length = Math.min(octet() << 8 | octet(), octets.length - at);
        Bytes counted = Bytes.copyOf(octets, at, length);
        at += length;
        return counted;
    }

    /** {@link #counted} the other way round. */
    public static Bytes counted(Bytes octets) {
        return Bytes.concat(Bytes.unsigned(octets.length(), 2), octets);
    }
}
