package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES with ciphertext stealing, HMAC and SHA-1, from the JDK's own provider as an object. */
final class Primitives {
    private static final String NAME = "SunJCE";
    private static final int BLOCK_OCTETS = 16;

    private Primitives() {}

    /** AES in CBC mode with ciphertext stealing and an IV of zeros (RFC 3962 section 5). */
    static byte[] encrypt(Key key, byte[] plaintext) {
        return cipher(Cipher.ENCRYPT_MODE, key, plaintext);
    }

    static byte[] decrypt(Key key, byte[] ciphertext) {
        return cipher(Cipher.DECRYPT_MODE, key, ciphertext);
    }

    private static byte[] cipher(int mode, Key key, byte[] octets) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTS/NoPadding", provider());
            cipher.init(
                    mode, key.lend(raw -> new SecretKeySpec(raw, "AES")), new IvParameterSpec(new byte[BLOCK_OCTETS]));
            return cipher.doFinal(octets);
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("AES with ciphertext stealing over " + octets.length + " octets", cannot);
        }
    }

    static byte[] hmac(String algorithm, Key key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm, provider());
            mac.init(key.lend(raw -> new SecretKeySpec(raw, algorithm)));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException(algorithm, cannot);
        }
    }

    static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("SHA-1", cannot);
        }
    }

    private static Provider provider() {
        Provider provider = Security.getProvider(NAME);
        if (provider == null) {
            throw new IllegalStateException("this JVM has no security provider " + NAME
                    + ", from which AES and HMAC are taken: use another JVM");
        }
        return provider;
    }
}
