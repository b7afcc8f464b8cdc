package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.ChildPair;
import java.util.Optional;

/**
 * Why we begin a Quick Mode.
 *
 * @param settlement who waits for it
 * @param replaced the pair whose place the new one takes
 */
public record Opening(Optional<Settlement> settlement, Optional<ChildPair> replaced) {
    /** Nobody waits. */
    public static final Opening UNASKED = new Opening(Optional.empty(), Optional.empty());
}
