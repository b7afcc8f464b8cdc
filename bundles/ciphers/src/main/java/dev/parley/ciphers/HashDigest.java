package dev.parley.ciphers;

import dev.parley.crypto.Digest;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;

/** The hash functions of FIPS 180-4 under IKE's numbers (RFC 2409 appendix A, RFC 4868 section 5). */
final class HashDigest implements Digest {
    private final String key;
    private final int number;
    private final String algorithm;
    private final int octets;
    private final Provider provider;

    private HashDigest(String key, int number, String algorithm, int octets, Provider provider) {
        this.key = key;
        this.number = number;
        this.algorithm = algorithm;
        this.octets = octets;
        this.provider = provider;
    }

    static HashDigest sha1(Provider provider) {
        return new HashDigest("sha1", 2, "SHA-1", 20, provider);
    }

    static HashDigest sha256(Provider provider) {
        return new HashDigest("sha2-256", 4, "SHA-256", 32, provider);
    }

    static HashDigest sha384(Provider provider) {
        return new HashDigest("sha2-384", 5, "SHA-384", 48, provider);
    }

    static HashDigest sha512(Provider provider) {
        return new HashDigest("sha2-512", 6, "SHA-512", 64, provider);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(HmacPrf.HASH, number);
    }

    @Override
    public int outputOctets() {
        return octets;
    }

    @Override
    public Bytes digest(Bytes data) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance(algorithm, provider).digest(data.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK's provider has no " + algorithm + ": use another JVM", e);
        }
    }
}
