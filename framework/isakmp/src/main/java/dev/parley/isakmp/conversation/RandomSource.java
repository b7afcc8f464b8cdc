package dev.parley.isakmp.conversation;

import dev.parley.isakmp.wire.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** The only randomness a negotiation has. In the world it is cryptographically strong; in a simulation it repeats. */
@ProviderType
public interface RandomSource {
    /** Fills {@code target} with random octets. */
    void fill(byte[] target);

    /** An independent source, for one piece of work. */
    RandomSource fork();

    /** {@code length} random octets that are not secret: nonces, SPIs, IVs, cookies. */
    default Bytes bytes(int length) {
        byte[] octets = new byte[length];
        fill(octets);
        return Bytes.copyOf(octets);
    }

    /** A number from 0 to before {@code bound}, for jitter; not uniform to the last bit. */
    default long below(long bound) {
        return Math.floorMod(bytes(8).number(0, 8), bound);
    }
}
