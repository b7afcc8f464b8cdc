package dev.parley.crypto;

import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** A pseudo-random function and its expansion. */
@ConsumerType
@ExtensionPoint("prf")
public interface Prf extends Negotiable {
    /** Octets of its output. */
    int outputOctets();

    /** Octets of the key that fits it best, which is what key material is cut into. */
    int keyOctets();

    Key prf(Key key, Key data);

    default Key prf(Key key, Bytes data) {
        return prf(key, Key.of(data));
    }

    /**
     * The expansion {@code T1 | T2 | …} with {@code T1 = prf(key, seed | 1)} and {@code Tn = prf(key, Tn-1 | seed | n)} (RFC
     * 7296 section 2.13), cut to {@code octets}; a PRF that brings its own overrides it.
     */
    default Key plus(Key key, Key seed, int octets) {
        if (octets > 255 * outputOctets()) {
            throw new IllegalArgumentException(
                    "the expansion ends after 255 blocks, " + octets + " octets are too many");
        }
        byte[] all = new byte[octets];
        Key last = Key.of(Bytes.EMPTY);
        int at = 0;
        for (int n = 1; at < octets; n++) {
            Key input = Key.concat(last, seed, Key.of(Bytes.of(n)));
            last.wipe();
            last = prf(key, input);
            input.wipe();
            int from = at;
            last.lend(block -> {
                System.arraycopy(block, 0, all, from, Math.min(block.length, octets - from));
                return null;
            });
            at += last.length();
        }
        last.wipe();
        return Key.owning(all);
    }
}
