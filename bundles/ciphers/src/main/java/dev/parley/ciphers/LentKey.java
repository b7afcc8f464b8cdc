package dev.parley.ciphers;

import dev.parley.crypto.Key;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key as a provider wants it, wiped when closed. The JDK's own class for this refuses an empty key, which HMAC allows
 * (RFC 2104 section 3), and cannot be wiped.
 */
final class LentKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final String algorithm;
    private final transient byte[] octets;

    LentKey(String algorithm, Key key) {
        this.algorithm = algorithm;
        this.octets = key.copy();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy: the provider wipes what it gets. */
    @Override
    public byte[] getEncoded() {
        return octets.clone();
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }
}
