package dev.parley.ikev2;

import dev.parley.ikev2.exchange.SaInitResponder;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.isakmp.negotiation.Candidates;
import dev.parley.isakmp.negotiation.Effect;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The IKE SAs of one negotiation: one for each answer to IKE_SA_INIT until the peer has proven itself (RFC 7296 section 2.4), later one
 * and what takes its place (section 2.8). When the last one goes the negotiation is over.
 */
final class Lines {
    private final Candidates<Line> lines = new Candidates<>(2 * Defaults.MAX_SUCCESSORS);
    private final Tickets tickets;
    private boolean finished;

    Lines(Tickets tickets) {
        this.tickets = tickets;
    }

    List<Line> alive() {
        return lines.alive();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean any(Predicate<Line> wanted) {
        return lines.any(wanted);
    }

    boolean all(Predicate<Line> wanted) {
        return lines.all(wanted);
    }

    /** Whether an SA has come so far. */
    boolean anyIs(Life life) {
        return any(line -> line.sa().life() == life);
    }

    /** Whether all are over, and there is nothing more to come. */
    boolean finished() {
        return finished;
    }

    /** The IKE SA that new exchanges go to: the last one established, but for one that may yet lose (section 2.8.2). */
    Line current() {
        return alive().stream()
                .filter(line -> line.sa().life() == Life.ESTABLISHED
                        && line.sa().succession().predecessor().isEmpty())
                .reduce((earlier, later) -> later)
                .orElseGet(() -> alive().get(alive().size() - 1));
    }

    Line admit(IkeSa sa) {
        Line line = Line.of(sa, tickets);
        lines.admit(line);
        return line;
    }

    /** Takes in an SA that may take another's place; what only lingers makes room for it, the oldest first. */
    void succeed(IkeSa next, List<Effect> out) {
        while (alive().size() >= Defaults.MAX_SUCCESSORS) {
            Optional<Line> oldest = alive().stream()
                    .filter(line -> line.sa().life() != Life.ESTABLISHED)
                    .findFirst();
            if (oldest.isEmpty()) {
                break;
            }
            bury(oldest.get(), out);
        }
        admit(next);
    }

    /** Another has won, or all is over: what these have running is forgotten. */
    void dropIf(Predicate<Line> doomed, List<Effect> out) {
        for (Line line : lines.dropIf(doomed)) {
            line.tasks().drop(out);
            tickets.forget(line.tasks());
            line.sa().wipe();
        }
    }

    /** An SA is over; with the last one the negotiation is. */
    void bury(Line line, List<Effect> out) {
        if (alive().size() == 1) {
            finish(line.sa().ended().orElse("closed"), out);
            return;
        }
        dropIf(each -> each == line, out);
        out.add(new Effect.Forget(SaInitResponder.spi(line.sa().ownSpi())));
    }

    void finish(String why, List<Effect> out) {
        if (!finished) {
            finished = true;
            dropIf(line -> true, out);
            out.add(new Effect.Finish(why));
        }
    }
}
