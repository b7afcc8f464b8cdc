package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.conversation.Refusal;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What one side awaits from the peer, and all it needs then. Immutable: a refused step leaves the old state where it was, so
 * a corrupt or forged message costs nothing and the real one can still arrive.
 *
 * @param <S> the protocol's Security Association, the one thing that steps change
 * @param <M> the protocol's message
 */
@ConsumerType
public interface Exchange<S, M> {
    /** All that can refuse comes first, changes of the SA last. */
    Step<S, M> receive(S sa, M message) throws Refusal;

    /** What to undo when nothing more comes: given up, refused, drained. */
    default List<Effect> abandon(S sa) {
        return List.of();
    }
}
