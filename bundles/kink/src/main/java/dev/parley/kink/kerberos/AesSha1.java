package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The types aes128- and aes256-cts-hmac-sha1-96 (RFC 3962 on the simplified profile of RFC 3961 section 5.3). */
final class AesSha1 extends EncryptionType {
    private static final int TAG_OCTETS = 12;
    private static final int BLOCK_OCTETS = 16;
    private static final byte[] PRF_CONSTANT = NFold.fold("prf".getBytes(StandardCharsets.US_ASCII), BLOCK_OCTETS);

    /** The same for every key, and as dear to fold as a key is to derive; of a handful of usages. */
    private static final Map<Integer, byte[]> FOLDED = new ConcurrentHashMap<>();

    AesSha1(int number, String name, int keyOctets) {
        super(number, name, keyOctets);
    }

    @Override
    int tagOctets() {
        return TAG_OCTETS;
    }

    @Override
    UsageKeys derive(Key key, int usage) {
        return new UsageKeys(
                dk(key, folded(usage, CHECKSUM_KEY)),
                dk(key, folded(usage, ENCRYPTION_KEY)),
                dk(key, folded(usage, INTEGRITY_KEY)));
    }

    private static byte[] folded(int usage, int kind) {
        return FOLDED.computeIfAbsent(
                usage << Byte.SIZE | kind, any -> NFold.fold(constant(usage, kind), BLOCK_OCTETS));
    }

    /** The tag is over the plaintext, confounder included. */
    @Override
    Bytes seal(UsageKeys keys, byte[] confoundedPlaintext) {
        return Bytes.concat(
                Bytes.copyOf(Primitives.encrypt(keys.ke(), confoundedPlaintext)), tag(keys.ki(), confoundedPlaintext));
    }

    @Override
    Optional<byte[]> open(UsageKeys keys, Bytes ciphertext) {
        int end = ciphertext.length() - TAG_OCTETS;
        if (end < CONFOUNDER_OCTETS) {
            return Optional.empty();
        }
        byte[] plaintext =
                Primitives.decrypt(keys.ke(), ciphertext.slice(0, end).toArray());
        boolean right = MessageDigest.isEqual(
                tag(keys.ki(), plaintext).toArray(), ciphertext.from(end).toArray());
        return right ? Optional.of(plaintext) : Optional.empty();
    }

    @Override
    Bytes checksum(UsageKeys keys, Bytes octets) {
        return tag(keys.kc(), octets.toArray());
    }

    private static Bytes tag(Key key, byte[] octets) {
        return Bytes.copyOf(Primitives.hmac("HmacSHA1", key, octets), 0, TAG_OCTETS);
    }

    @Override
    Key prf(Key key, Key seed, PrfReading reading) {
        try (Key derived = dk(key, PRF_CONSTANT)) {
            byte[] digest = Arrays.copyOf(seed.lend(Primitives::sha1), reading.octets());
            return Key.owning(Primitives.encrypt(derived, digest));
        }
    }

    /** DK, which is DR since random-to-key is the identity (RFC 3962 section 4): the constant encrypted again and again. */
    private Key dk(Key key, byte[] foldedConstant) {
        byte[] all = new byte[keyOctets()];
        byte[] block = foldedConstant.clone();
        for (int at = 0; at < all.length; at += BLOCK_OCTETS) {
            block = Primitives.encrypt(key, block);
            System.arraycopy(block, 0, all, at, BLOCK_OCTETS);
        }
        Arrays.fill(block, (byte) 0);
        return Key.owning(all);
    }
}
