package dev.parley.ciphers;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.IvParameterSpec;

/** ENCR_AES_CBC: AES in cipher block chaining mode, RFC 3602. It pads nothing: what it seals is whole blocks. */
final class AesCbc implements Cipher {
    /** RFC 3602 section 2.2 and RFC 5282 section 7.1, longest first. */
    static final List<Integer> KEY_BITS = List.of(256, 192, 128);

    private static final int BLOCK_OCTETS = 16;

    private final Provider provider;

    AesCbc(Provider provider) {
        this.provider = provider;
    }

    @Override
    public String key() {
        return "aes-cbc";
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(new NumberSpace("ikev2.encryption"), 12, new NumberSpace("ike.encryption"), 7);
    }

    @Override
    public List<Integer> keyBits() {
        return KEY_BITS;
    }

    @Override
    public int keyOctets(int keyBits) {
        return keyBits / 8;
    }

    @Override
    public int ivOctets() {
        return BLOCK_OCTETS;
    }

    @Override
    public int blockOctets() {
        return BLOCK_OCTETS;
    }

    @Override
    public int checksumOctets() {
        return 0;
    }

    @Override
    public boolean unpredictableIv() {
        return true;
    }

    @Override
    public Bytes seal(Key key, Bytes iv, Bytes associated, Bytes plaintext) throws GeneralSecurityException {
        return run(javax.crypto.Cipher.ENCRYPT_MODE, key, iv, associated, plaintext);
    }

    @Override
    public Bytes open(Key key, Bytes iv, Bytes associated, Bytes ciphertext) throws GeneralSecurityException {
        return run(javax.crypto.Cipher.DECRYPT_MODE, key, iv, associated, ciphertext);
    }

    private Bytes run(int direction, Key key, Bytes iv, Bytes associated, Bytes text) throws GeneralSecurityException {
        if (!associated.isEmpty()) {
            throw new IllegalArgumentException(
                    "aes-cbc authenticates nothing: give what is associated to an integrity");
        }
        if (!KEY_BITS.contains(8 * key.length())) {
            throw new InvalidKeyException("aes-cbc takes a key of 16, 24 or 32 octets, not " + key.length());
        }
        try (LentKey lent = new LentKey("AES", key)) {
            var cipher = javax.crypto.Cipher.getInstance("AES/CBC/NoPadding", provider);
            cipher.init(direction, lent, new IvParameterSpec(iv.toArray()));
            return Bytes.copyOf(cipher.doFinal(text.toArray()));
        }
    }
}
