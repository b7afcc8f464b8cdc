package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits on a lane for a wish to come true. Each is told once. */
final class Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

    private final List<Pending> pending = new ArrayList<>();
    private Optional<Verb> answered = Optional.empty();

    private record Pending(Verb verb, Wish wish, Consumer<Optional<Refusal>> settled) {}

    void add(Verb verb, Wish wish, Consumer<Optional<Refusal>> settled) {
        pending.add(new Pending(verb, wish, settled));
    }

    /** Runs {@code handling}, in which what is settled may be what was just asked. */
    void answering(Verb verb, Runnable handling) {
        answered = Optional.of(verb);
        try {
            handling.run();
        } finally {
            answered = Optional.empty();
        }
    }

    /**
     * Tells who asked, and who asked the same. Wishes for the same are equal, whatever is to be done about them; which command is
     * meant the object itself says. Where it does not, who asked first is meant; but then a success after a deletion was asked
     * for is the deletion's. What a deletion overtakes is told so; and what was
     * true already when it was asked for is no news for who waits for more.
     */
    void settle(Wish wish, Optional<Refusal> failure) {
        boolean trueAlready = failure.isEmpty() && answered.equals(Optional.of(Verb.ESTABLISH));
        List<Pending> asked = pending.stream()
                .filter(one -> one.wish().equals(wish))
                .filter(one -> !trueAlready || one.verb().equals(Verb.ESTABLISH))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        Verb verb = meant(wish, asked, failure);
        boolean deleted = failure.isEmpty() && verb.equals(Verb.DELETE);
        for (Pending one : asked) {
            if (one.verb().equals(verb)) {
                pending.remove(one);
                tell(one.wish(), one.settled(), failure);
            } else if (deleted) {
                pending.remove(one);
                Refusal overtaken = new Refusal(Blame.LOCAL_FAILURE, wish.connection() + " was deleted meanwhile");
                tell(one.wish(), one.settled(), Optional.of(overtaken));
            }
        }
    }

    private static Verb meant(Wish wish, List<Pending> asked, Optional<Refusal> failure) {
        List<Verb> those = asked.stream()
                .filter(one -> one.wish() == wish)
                .map(Pending::verb)
                .distinct()
                .toList();
        if (those.size() == 1) {
            return those.get(0);
        }
        boolean deletion = asked.stream().anyMatch(one -> one.verb().equals(Verb.DELETE));
        return failure.isEmpty() && deletion ? Verb.DELETE : asked.get(0).verb();
    }

    void refuseAll(String why) {
        List<Pending> unsettled = List.copyOf(pending);
        pending.clear();
        unsettled.forEach(one -> tell(one.wish(), one.settled(), Optional.of(new Refusal(Blame.LOCAL_FAILURE, why))));
    }

    static void tell(Wish wish, Consumer<Optional<Refusal>> settled, Optional<Refusal> failure) {
        try {
            settled.accept(failure);
        } catch (RuntimeException bug) {
            LOG.warn("Who wished for {} failed to take the answer: {}", wish.connection(), bug.toString());
        }
    }
}
