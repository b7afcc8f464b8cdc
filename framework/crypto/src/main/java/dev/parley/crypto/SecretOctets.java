package dev.parley.crypto;

import dev.parley.isakmp.wire.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/** Octets that can be wiped, compare in constant time, and print only their length. */
public abstract sealed class SecretOctets implements AutoCloseable permits Key, SharedSecret {
    private final byte[] octets;

    /** Takes {@code octets} over: nobody else may keep them. */
    SecretOctets(byte[] octets) {
        this.octets = octets;
    }

    public final int length() {
        return octets.length;
    }

    /** Lends the octets to {@code use}, which must not keep or change them. */
    public final <R> R lend(Function<byte[], R> use) {
        return use.apply(octets);
    }

    /** A fresh array with these octets, for an interface that wants one; the caller wipes it. */
    public final byte[] copy() {
        return octets.clone();
    }

    /** The octets as a value that prints: for key logs, and for what turns out not to be secret. */
    public final Bytes reveal() {
        return Bytes.copyOf(octets);
    }

    /** Overwrites the octets with zeros. */
    public final void wipe() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public final void close() {
        wipe();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof SecretOctets that && MessageDigest.isEqual(octets, that.octets);
    }

    /** The length alone: a hash of a secret would tell of it. */
    @Override
    public final int hashCode() {
        return octets.length;
    }

    @Override
    public final String toString() {
        return "secret(" + octets.length + ")";
    }
}
