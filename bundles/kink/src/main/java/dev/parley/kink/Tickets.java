package dev.parley.kink;

import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who waits for which answer of our own side. */
final class Tickets {
    /** Goes on with an answer. */
    @FunctionalInterface
    interface Due {
        void resume(Outcome outcome, List<Effect> out);
    }

    private final Map<Long, Due> due = new HashMap<>();
    private long last;

    long issue(Due then) {
        due.put(++last, then);
        return last;
    }

    Optional<Due> take(long ticket) {
        return Optional.ofNullable(due.remove(ticket));
    }
}
