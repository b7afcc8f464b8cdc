package dev.parley.ikev2.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;

/**
 * The keys of a pair of SAs (RFC 7296 section 2.17): {@code KEYMAT = prf+(SK_d, Ni | Nr)}, first those of the SA from initiator to
 * responder, and of each SA the encryption key before the integrity key.
 */
public record ChildKeymat(Key encryptionI, Key integrityI, Key encryptionR, Key integrityR) {
    /**
     * @param skD wiped by nobody here
     * @param encryptionOctets of one direction, a salt included
     * @param integrityOctets of one direction, 0 beside an authenticated cipher
     */
    public static ChildKeymat derive(Prf prf, Key skD, Bytes ni, Bytes nr, int encryptionOctets, int integrityOctets) {
        int one = encryptionOctets + integrityOctets;
        try (Key keymat = prf.plus(skD, Key.of(Bytes.concat(ni, nr)), 2 * one)) {
            return new ChildKeymat(
                    keymat.slice(0, encryptionOctets),
                    keymat.slice(encryptionOctets, one),
                    keymat.slice(one, one + encryptionOctets),
                    keymat.slice(one + encryptionOctets, 2 * one));
        }
    }

    /** The encryption key of the SA whose packets {@code sender} sends. */
    public Key encryption(Role sender) {
        return sender == Role.INITIATOR ? encryptionI : encryptionR;
    }

    /** The integrity key of the SA whose packets {@code sender} sends. */
    public Key integrity(Role sender) {
        return sender == Role.INITIATOR ? integrityI : integrityR;
    }
}
