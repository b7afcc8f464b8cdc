package dev.parley.ikev1.phase2;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/** A wish that takes several Quick Modes: it has come true when the last one has, and has failed with the first that does. */
public final class Settlement {
    private final Wish wish;
    private int left;
    private boolean told;

    public Settlement(Wish wish, int parts) {
        this.wish = wish;
        this.left = parts;
    }

    /** One part has ended; what to tell who waits. */
    public List<Effect> ended(Optional<Refusal> failure) {
        left--;
        if (told || left > 0 && failure.isEmpty()) {
            return List.of();
        }
        told = true;
        return List.of(new Effect.Settled(wish, failure));
    }
}
