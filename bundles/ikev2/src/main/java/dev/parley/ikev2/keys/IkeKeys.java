package dev.parley.ikev2.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.stream.Stream;

/** SKEYSEED's seven keys (RFC 7296 section 2.14). */
public record IkeKeys(Key skD, Key skAi, Key skAr, Key skEi, Key skEr, Key skPi, Key skPr) {
    /**
     * {@code SKEYSEED = prf(Ni | Nr, g^ir)} and {@code {SK_d | SK_ai | SK_ar | SK_ei | SK_er | SK_pi | SK_pr} = prf+ (SKEYSEED, Ni
     * | Nr | SPIi | SPIr)}.
     */
    public static IkeKeys derive(
            IkeAlgorithms algorithms, SharedSecret secret, Bytes ni, Bytes nr, Bytes spiI, Bytes spiR) {
        try (Key nonces = Key.of(Bytes.concat(ni, nr));
                Key agreed = secret.toKey();
                Key skeyseed = algorithms.prf().prf(nonces, agreed)) {
            return cut(algorithms, skeyseed, Bytes.concat(ni, nr, spiI, spiR));
        }
    }

    /**
     * The keys of an IKE SA that replaces another (section 2.18): {@code SKEYSEED = prf(SK_d (old), g^ir (new) | Ni | Nr)} by the old
     * SA's PRF, the rest by the new one's.
     */
    public static IkeKeys rekey(
            Prf oldPrf,
            Key oldSkD,
            IkeAlgorithms algorithms,
            SharedSecret secret,
            Bytes ni,
            Bytes nr,
            Bytes spiI,
            Bytes spiR) {
        try (Key seed = Key.concat(secret, Key.of(Bytes.concat(ni, nr)));
                Key skeyseed = oldPrf.prf(oldSkD, seed)) {
            return cut(algorithms, skeyseed, Bytes.concat(ni, nr, spiI, spiR));
        }
    }

    /** The key that {@code sender} encrypts with. */
    public Key encryption(Role sender) {
        return sender == Role.INITIATOR ? skEi : skEr;
    }

    /** The key that {@code sender} proves integrity with; empty octets beside an authenticated cipher. */
    public Key integrity(Role sender) {
        return sender == Role.INITIATOR ? skAi : skAr;
    }

    /** The key that goes into {@code sender}'s AUTH payload. */
    public Key proof(Role sender) {
        return sender == Role.INITIATOR ? skPi : skPr;
    }

    public void wipe() {
        Stream.of(skD, skAi, skAr, skEi, skEr, skPi, skPr).forEach(Key::wipe);
    }

    /** Keys that are wiped on their own. */
    public IkeKeys duplicate() {
        return new IkeKeys(
                skD.duplicate(),
                skAi.duplicate(),
                skAr.duplicate(),
                skEi.duplicate(),
                skEr.duplicate(),
                skPi.duplicate(),
                skPr.duplicate());
    }

    private static IkeKeys cut(IkeAlgorithms algorithms, Key skeyseed, Bytes seed) {
        Prf prf = algorithms.prf();
        int a = algorithms.integrityOctets();
        int e = algorithms.encryptionOctets();
        int p = prf.keyOctets();
        try (Key stream = prf.plus(skeyseed, Key.of(seed), 3 * p + 2 * a + 2 * e)) {
            int[] at = {0};
            return new IkeKeys(
                    next(stream, at, p),
                    next(stream, at, a),
                    next(stream, at, a),
                    next(stream, at, e),
                    next(stream, at, e),
                    next(stream, at, p),
                    next(stream, at, p));
        }
    }

    private static Key next(Key stream, int[] at, int octets) {
        at[0] += octets;
        return stream.slice(at[0] - octets, at[0]);
    }
}
