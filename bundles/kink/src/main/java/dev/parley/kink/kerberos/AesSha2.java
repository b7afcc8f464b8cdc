package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The types aes128-cts-hmac-sha256-128 and aes256-cts-hmac-sha384-192 (RFC 8009). */
final class AesSha2 extends EncryptionType {
    private static final byte[] IV = new byte[16];
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};
    private static final byte[] SEPARATOR = {0};
    private static final byte[] NO_CONTEXT = {};
    private static final byte[] PRF_LABEL = "prf".getBytes(StandardCharsets.US_ASCII);

    private final int tagBits;
    private final int encryptionKeyBits;
    private final int prfBits;
    private final String hmac;

    AesSha2(int number, String name, int keyOctets, int tagBits, int encryptionKeyBits, int prfBits, String hmac) {
        super(number, name, keyOctets);
        this.tagBits = tagBits;
        this.encryptionKeyBits = encryptionKeyBits;
        this.prfBits = prfBits;
        this.hmac = hmac;
    }

    @Override
    int tagOctets() {
        return tagBits / 8;
    }

    /** Checksum and integrity keys are as long as the tag (section 5). */
    @Override
    UsageKeys derive(Key key, int usage) {
        return new UsageKeys(
                kdf(key, constant(usage, CHECKSUM_KEY), NO_CONTEXT, tagBits),
                kdf(key, constant(usage, ENCRYPTION_KEY), NO_CONTEXT, encryptionKeyBits),
                kdf(key, constant(usage, INTEGRITY_KEY), NO_CONTEXT, tagBits));
    }

    /** The tag is over the IV and the ciphertext. */
    @Override
    Bytes seal(UsageKeys keys, byte[] confoundedPlaintext) {
        byte[] ciphertext = Primitives.encrypt(keys.ke(), confoundedPlaintext);
        return Bytes.concat(Bytes.copyOf(ciphertext), tag(keys.ki(), IV, ciphertext));
    }

    @Override
    Optional<byte[]> open(UsageKeys keys, Bytes ciphertext) {
        int end = ciphertext.length() - tagOctets();
        if (end < CONFOUNDER_OCTETS) {
            return Optional.empty();
        }
        byte[] sealed = ciphertext.slice(0, end).toArray();
        boolean right = MessageDigest.isEqual(
                tag(keys.ki(), IV, sealed).toArray(), ciphertext.from(end).toArray());
        return right ? Optional.of(Primitives.decrypt(keys.ke(), sealed)) : Optional.empty();
    }

    @Override
    Bytes checksum(UsageKeys keys, Bytes octets) {
        return tag(keys.kc(), octets.toArray());
    }

    private Bytes tag(Key key, byte[]... parts) {
        return Bytes.copyOf(Primitives.hmac(hmac, key, parts), 0, tagOctets());
    }

    /** Unambiguous: both readings are this one. */
    @Override
    Key prf(Key key, Key seed, PrfReading reading) {
        return seed.lend(octets -> kdf(key, PRF_LABEL, octets, prfBits));
    }

    /** KDF-HMAC-SHA2 of section 3, one block of which is always enough. */
    private Key kdf(Key key, byte[] label, byte[] context, int bits) {
        byte[] length = ByteBuffer.allocate(4).putInt(bits).array();
        return truncated(Primitives.hmac(hmac, key, FIRST_BLOCK, label, SEPARATOR, context, length), bits / 8);
    }
}
