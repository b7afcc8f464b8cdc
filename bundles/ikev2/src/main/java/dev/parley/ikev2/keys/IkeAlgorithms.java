package dev.parley.ikev2.keys;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.Prf;
import java.util.Optional;

/**
 * The algorithms of one IKE SA, looked up for one message: an SA keeps only their names, so that a bundle may be replaced under
 * it.
 *
 * @param keyBits the cipher's key size
 * @param integrity empty beside a cipher that has its own
 */
public record IkeAlgorithms(Cipher cipher, int keyBits, Optional<Integrity> integrity, Prf prf) {
    /** Octets of SK_ei and of SK_er, a salt included. */
    public int encryptionOctets() {
        return cipher.keyOctets(keyBits);
    }

    /** Octets of SK_ai and of SK_ar. */
    public int integrityOctets() {
        return integrity.map(Integrity::keyOctets).orElse(0);
    }
}
