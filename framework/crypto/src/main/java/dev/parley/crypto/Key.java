package dev.parley.crypto;

import dev.parley.isakmp.wire.Bytes;
import java.util.Arrays;
import java.util.Objects;

/** A key, or key material to cut keys from. */
public final class Key extends SecretOctets {
    private Key(byte[] octets) {
        super(octets);
    }

    /** Takes {@code octets} over: nobody else may keep them. */
    public static Key owning(byte[] octets) {
        return new Key(octets);
    }

    /** A key made of octets that are public already: nonces, constants, test vectors. */
    public static Key of(Bytes octets) {
        return new Key(octets.toArray());
    }

    /** The octets of all parts, one after the other, as one key. */
    public static Key concat(SecretOctets... parts) {
        int length = 0;
        for (SecretOctets part : parts) {
            length += part.length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (SecretOctets part : parts) {
            int start = at;
            part.lend(octets -> {
                System.arraycopy(octets, 0, all, start, octets.length);
                return null;
            });
            at += part.length();
        }
        return new Key(all);
    }

    /** A key of the octets from {@code from} to before {@code to}. */
    public Key slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length());
        return new Key(lend(octets -> Arrays.copyOfRange(octets, from, to)));
    }

    /** A key with the same octets that is wiped on its own. */
    public Key duplicate() {
        return new Key(copy());
    }
}
