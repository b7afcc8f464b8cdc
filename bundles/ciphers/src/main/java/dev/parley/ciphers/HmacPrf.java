package dev.parley.ciphers;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.isakmp.conversation.NumberSpace;
import java.security.Provider;
import java.util.Map;

/** HMAC as a pseudo-random function: its key may have any length, none too; RFC 2104, RFC 4868 section 2.1.2, RFC 7296 section 2.13. */
final class HmacPrf implements Prf {
    /** IKE negotiates a hash, and with it its HMAC (RFC 2409 section 4). */
    static final NumberSpace HASH = new NumberSpace("ike.hash");

    private static final NumberSpace PRF = new NumberSpace("ikev2.prf");

    private final String key;
    private final int number;
    private final int hash;
    private final Hmac hmac;

    private HmacPrf(String key, int number, int hash, Hmac hmac) {
        this.key = key;
        this.number = number;
        this.hash = hash;
        this.hmac = hmac;
    }

    /** PRF_HMAC_SHA1. */
    static HmacPrf sha1(Provider provider) {
        return new HmacPrf("hmac-sha1", 2, 2, Hmac.sha1(provider));
    }

    /** PRF_HMAC_SHA2_256. */
    static HmacPrf sha256(Provider provider) {
        return new HmacPrf("hmac-sha2-256", 5, 4, Hmac.sha256(provider));
    }

    /** PRF_HMAC_SHA2_384. */
    static HmacPrf sha384(Provider provider) {
        return new HmacPrf("hmac-sha2-384", 6, 5, Hmac.sha384(provider));
    }

    /** PRF_HMAC_SHA2_512. */
    static HmacPrf sha512(Provider provider) {
        return new HmacPrf("hmac-sha2-512", 7, 6, Hmac.sha512(provider));
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(PRF, number, HASH, hash);
    }

    @Override
    public int outputOctets() {
        return hmac.octets();
    }

    @Override
    public int keyOctets() {
        return hmac.octets();
    }

    @Override
    public Key prf(Key key, Key data) {
        return hmac.sum(key, data);
    }
}
