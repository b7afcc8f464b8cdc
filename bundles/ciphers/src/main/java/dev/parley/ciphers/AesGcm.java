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
import javax.crypto.spec.GCMParameterSpec;

/**
 * ENCR_AES_GCM_16: AES in Galois/Counter mode with a checksum of 16 octets, RFC 5282 section 7.1 and RFC 4106. The last four
 * octets of the key material are the salt, which together with the IV is the nonce (RFC 4106 sections 4 and 8.1).
 */
final class AesGcm implements Cipher {
    private static final int SALT_OCTETS = 4;
    private static final int IV_OCTETS = 8;
    private static final int CHECKSUM_OCTETS = 16;

    private final Provider provider;

    AesGcm(Provider provider) {
        this.provider = provider;
    }

    @Override
    public String key() {
        return "aes-gcm-16";
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(new NumberSpace("ikev2.encryption"), 20);
    }

    @Override
    public List<Integer> keyBits() {
        return AesCbc.KEY_BITS;
    }

    @Override
    public int keyOctets(int keyBits) {
        return keyBits / 8 + SALT_OCTETS;
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
        // The JDK's provider throws an unchecked exception here.
        if (ciphertext.length() < CHECKSUM_OCTETS) {
            throw new AEADBadTagException(
                    "aes-gcm-16 proves integrity with 16 octets, " + ciphertext.length() + " are here");
        }
        return run(javax.crypto.Cipher.DECRYPT_MODE, key, iv, associated, ciphertext);
    }

    private Bytes run(int direction, Key key, Bytes iv, Bytes associated, Bytes text) throws GeneralSecurityException {
        int saltAt = key.length() - SALT_OCTETS;
        if (!keyBits().contains(8 * saltAt)) {
            throw new InvalidKeyException(
                    "aes-gcm-16 takes a key of 16, 24 or 32 octets and a salt of 4, not " + key.length() + " octets");
        }
        if (iv.length() != IV_OCTETS) {
            throw new InvalidAlgorithmParameterException("aes-gcm-16 takes an IV of 8 octets, not " + iv.length());
        }
        try (Key aes = key.slice(0, saltAt);
                Key salt = key.slice(saltAt, key.length());
                LentKey lent = new LentKey("AES", aes)) {
            byte[] nonce = Bytes.concat(salt.reveal(), iv).toArray();
            var cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(direction, lent, new GCMParameterSpec(8 * CHECKSUM_OCTETS, nonce));
            cipher.updateAAD(associated.toArray());
            return Bytes.copyOf(cipher.doFinal(text.toArray()));
        }
    }
}
