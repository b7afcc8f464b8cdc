package dev.parley.ciphers;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.IvParameterSpec;

/**
 * ENCR_CHACHA20_POLY1305, RFC 7634: a key of one size, which is never said in a proposal (section 4). The last four octets of the
 * key material are the salt, which together with the IV is the nonce (section 2).
 */
final class ChaCha20Poly1305 implements Cipher {
    private static final int KEY_OCTETS = 32;
    private static final int SALT_OCTETS = 4;
    private static final int IV_OCTETS = 8;
    private static final int CHECKSUM_OCTETS = 16;

    private final Provider provider;

    ChaCha20Poly1305(Provider provider) {
        this.provider = provider;
    }

    @Override
    public String key() {
        return "chacha20-poly1305";
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(new NumberSpace("ikev2.encryption"), 28);
    }

    @Override
    public List<Integer> keyBits() {
        return List.of(0);
    }

    @Override
    public int keyOctets(int keyBits) {
        return KEY_OCTETS + SALT_OCTETS;
    }

    @Override
    public int ivOctets() {
        return IV_OCTETS;
    }

    @Override
    public int blockOctets() {
        return 1;
    }

    @Override
    public int checksumOctets() {
        return CHECKSUM_OCTETS;
    }

    @Override
    public boolean unpredictableIv() {
        return false;
    }

    @Override
    public Bytes seal(Key key, Bytes iv, Bytes associated, Bytes plaintext) throws GeneralSecurityException {
        return run(javax.crypto.Cipher.ENCRYPT_MODE, key, iv, associated, plaintext);
    }

    @Override
    public Bytes open(Key key, Bytes iv, Bytes associated, Bytes ciphertext) throws GeneralSecurityException {
        if (ciphertext.length() < CHECKSUM_OCTETS) {
            throw new AEADBadTagException(
                    "chacha20-poly1305 proves integrity with 16 octets, " + ciphertext.length() + " are here");
        }
        return run(javax.crypto.Cipher.DECRYPT_MODE, key, iv, associated, ciphertext);
    }

    private Bytes run(int direction, Key key, Bytes iv, Bytes associated, Bytes text) throws GeneralSecurityException {
        if (key.length() != KEY_OCTETS + SALT_OCTETS) {
            throw new InvalidKeyException(
                    "chacha20-poly1305 takes a key of 32 octets and a salt of 4, not " + key.length() + " octets");
        }
        if (iv.length() != IV_OCTETS) {
            throw new InvalidAlgorithmParameterException(
                    "chacha20-poly1305 takes an IV of 8 octets, not " + iv.length());
        }
        try (Key chacha = key.slice(0, KEY_OCTETS);
                Key salt = key.slice(KEY_OCTETS, key.length());
                LentKey lent = new LentKey("ChaCha20", chacha)) {
            byte[] nonce = Bytes.concat(salt.reveal(), iv).toArray();
            var cipher = javax.crypto.Cipher.getInstance("ChaCha20-Poly1305", provider);
            cipher.init(direction, lent, new IvParameterSpec(nonce));
            cipher.updateAAD(associated.toArray());
            return Bytes.copyOf(cipher.doFinal(text.toArray()));
        }
    }
}
