package dev.parley.ikev1.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;

/** Makes more octets than a PRF gives at once: each block is fed back into the next (RFC 2409 section 5.5, appendix B). */
final class Feedback {
    private Feedback() {}

    /**
     * {@code K1 | K2 | …} with {@code K1 = prf(key, first)} and {@code Kn = prf(key, Kn-1 | always)}, cut to {@code octets}.
     *
     * @param always what stands behind each block that is fed back
     */
    static Key expand(Prf prf, Key key, Key first, Key always, int octets) {
        Key all = prf.prf(key, first);
        Key last = all.duplicate();
        while (all.length() < octets) {
            Key block;
            try (Key input = Key.concat(last, always)) {
                block = prf.prf(key, input);
            }
            Key longer = Key.concat(all, block);
            all.wipe();
            last.wipe();
            all = longer;
            last = block;
        }
        last.wipe();
        try (Key whole = all) {
            return whole.slice(0, octets);
        }
    }
}
