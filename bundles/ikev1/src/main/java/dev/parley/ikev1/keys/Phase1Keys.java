package dev.parley.ikev1.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.wire.Bytes;

/**
 * The keys of an ISAKMP SA (RFC 2409 section 5, appendix B).
 *
 * @param skeyid proves who has spoken in phase 1
 * @param d makes keys of other SAs
 * @param a authenticates messages
 * @param encryption what the cipher is keyed with, made of SKEYID_e
 */
public record Phase1Keys(Key skeyid, Key d, Key a, Key encryption) {
    private static final Bytes ZERO = Bytes.of(0);

    /**
     * @param skeyid from the authentication method
     * @param secret g^xy
     * @param cookies CKY-I | CKY-R
     */
    public static Phase1Keys derive(Phase1Algorithms with, Key skeyid, SharedSecret secret, Bytes cookies) {
        Prf prf = with.prf();
        Key d = next(prf, skeyid, Key.of(Bytes.EMPTY), secret, cookies, 0);
        Key a = next(prf, skeyid, d, secret, cookies, 1);
        try (Key e = next(prf, skeyid, a, secret, cookies, 2)) {
            return new Phase1Keys(skeyid, d, a, encryption(prf, e, with.cipherKeyOctets()));
        }
    }

    /** {@code prf(SKEYID, [what came before |] g^xy | CKY-I | CKY-R | number)}. */
    private static Key next(Prf prf, Key skeyid, Key before, SharedSecret secret, Bytes cookies, int number) {
        try (Key input = Key.concat(before, secret, Key.of(cookies), Key.of(Bytes.of(number)))) {
            return prf.prf(skeyid, input);
        }
    }

    /** The first octets of SKEYID_e, or of its expansion if it has not enough (appendix B). */
    static Key encryption(Prf prf, Key e, int octets) {
        return octets <= e.length()
                ? e.slice(0, octets)
                : Feedback.expand(prf, e, Key.of(ZERO), Key.of(Bytes.EMPTY), octets);
    }

    public void wipe() {
        skeyid.wipe();
        d.wipe();
        a.wipe();
        encryption.wipe();
    }
}
