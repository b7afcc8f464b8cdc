package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.ChildPair;
import java.util.List;
import java.util.Optional;

/**
 * Why there is a Quick Mode.
 *
 * @param settlement who waits for it
 * @param replaced pairs whose place the new one takes
 */
public record Opening(Optional<Settlement> settlement, List<ChildPair> replaced) {
    /** Nobody waits. */
    public static final Opening UNASKED = new Opening(Optional.empty(), List.of());

    public Opening {
        replaced = List.copyOf(replaced);
    }
}
