package dev.parley.ciphers;

import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.Provider;
import java.util.Map;

/** HMAC as a checksum: cut to half its length, its key as long as its hash (RFC 4868 sections 2.1.1 and 2.3). */
final class HmacIntegrity implements Integrity {
    private final String key;
    private final int number;
    private final Hmac hmac;

    private HmacIntegrity(String key, int number, Hmac hmac) {
        this.key = key;
        this.number = number;
        this.hmac = hmac;
    }

    /** AUTH_HMAC_SHA2_256_128. */
    static HmacIntegrity sha256(Provider provider) {
        return new HmacIntegrity("hmac-sha2-256-128", 12, Hmac.sha256(provider));
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
        return hmac.octets() / 2;
    }

    @Override
    public Bytes checksum(Key key, Bytes data) {
        if (key.length() != keyOctets()) {
            throw new IllegalArgumentException(
                    this.key + " takes a key of " + keyOctets() + " octets, not " + key.length());
        }
        try (Key message = Key.of(data);
                Key sum = hmac.sum(key, message)) {
            return sum.reveal().slice(0, checksumOctets());
        }
    }
}
