package dev.parley.ciphers;

import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.Provider;
import java.util.Map;

/** HMAC as a checksum: cut short, its key as long as its hash (RFC 2404 sections 2 and 3, RFC 4868 sections 2.1.1 and 2.3). */
final class HmacIntegrity implements Integrity {
    private final String key;
    private final int number;
    private final Hmac hmac;
    private final int checksumOctets;

    private HmacIntegrity(String key, int number, Hmac hmac, int checksumOctets) {
        this.key = key;
        this.number = number;
        this.hmac = hmac;
        this.checksumOctets = checksumOctets;
    }

    /** AUTH_HMAC_SHA1_96. */
    static HmacIntegrity sha1(Provider provider) {
        return new HmacIntegrity("hmac-sha1-96", 2, Hmac.sha1(provider), 12);
    }

    /** AUTH_HMAC_SHA2_256_128. */
    static HmacIntegrity sha256(Provider provider) {
        return new HmacIntegrity("hmac-sha2-256-128", 12, Hmac.sha256(provider), 16);
    }

    /** AUTH_HMAC_SHA2_384_192. */
    static HmacIntegrity sha384(Provider provider) {
        return new HmacIntegrity("hmac-sha2-384-192", 13, Hmac.sha384(provider), 24);
    }

    /** AUTH_HMAC_SHA2_512_256. */
    static HmacIntegrity sha512(Provider provider) {
        return new HmacIntegrity("hmac-sha2-512-256", 14, Hmac.sha512(provider), 32);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(new NumberSpace("ikev2.integrity"), number);
    }

    @Override
    public int keyOctets() {
        return hmac.octets();
    }

    @Override
    public int checksumOctets() {
        return checksumOctets;
    }

    @Override
    public Bytes checksum(Key key, Bytes data) {
        if (key.length() != keyOctets()) {
            throw new IllegalArgumentException(
                    this.key + " takes a key of " + keyOctets() + " octets, not " + key.length());
        }
        try (Key message = Key.of(data);
                Key sum = hmac.sum(key, message)) {
            return sum.reveal().slice(0, checksumOctets);
        }
    }
}
