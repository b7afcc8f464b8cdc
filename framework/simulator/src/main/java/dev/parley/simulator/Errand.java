package dev.parley.simulator;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import java.util.Optional;

/** What a site was told to do, and how it ended. */
public final class Errand {
    private final Verb verb;
    private final Wish wish;
    private boolean settled;
    private Optional<Refusal> failure = Optional.empty();

    Errand(Verb verb, Wish wish) {
        this.verb = verb;
        this.wish = wish;
    }

    /** Whether it has ended, well or not. */
    public boolean settled() {
        return settled;
    }

    /** Whether it has ended well. */
    public boolean succeeded() {
        return settled && failure.isEmpty();
    }

    /** Why not; empty too while it has not ended. */
    public Optional<Refusal> failure() {
        return failure;
    }

    @Override
    public String toString() {
        String how = failure.map(why -> "refused: " + why.getMessage()).orElse(settled ? "done" : "not settled");
        return verb.name() + " " + wish.connection() + ": " + how;
    }

    void settle(Optional<Refusal> refusal) {
        settled = true;
        failure = refusal;
    }
}
