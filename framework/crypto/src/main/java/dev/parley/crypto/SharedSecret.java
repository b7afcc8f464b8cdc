package dev.parley.crypto;

import dev.parley.isakmp.wire.Bytes;

/** What two parties share and nobody else: the result of a key exchange, a pre-shared key. Leading zeros are part of it. */
public final class SharedSecret extends SecretOctets {
    private SharedSecret(byte[] octets) {
        super(octets);
    }

    /** Takes {@code octets} over: nobody else may keep them. */
    public static SharedSecret owning(byte[] octets) {
        return new SharedSecret(octets);
    }

    /** A secret that is public already, for example in a test. */
    public static SharedSecret of(Bytes octets) {
        return new SharedSecret(octets.toArray());
    }

    /** The same octets, as a key. */
    public Key toKey() {
        return Key.owning(copy());
    }
}
