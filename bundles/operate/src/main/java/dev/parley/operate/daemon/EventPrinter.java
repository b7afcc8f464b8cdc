package dev.parley.operate.daemon;

import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.negotiation.Effect;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A line for each event that a person wants to see pass by, and no more a second than a disk can bear for months. */
final class EventPrinter {
    private static final Set<Kind> SHOWN =
            Set.of(Kind.ESTABLISHED, Kind.INSTALLED, Kind.REMOVED, Kind.REFUSED, Kind.FINISHED);

    private static final int LINES_A_SECOND = 20;

    private final PrintWriter out;
    private long second;
    private int printed;
    private long hidden;

    EventPrinter(PrintWriter out) {
        this.out = out;
    }

    /** Prints a line of our own. */
    synchronized void note(String text) {
        out.println(text);
    }

    synchronized void on(Observed event) {
        if (!SHOWN.contains(event.event().kind())
                || Effect.Finish.quiet(event.event().name())) {
            return;
        }
        long now = event.wall() / 1000;
        if (now != second) {
            if (hidden > 0) {
                out.println("... and " + hidden + " more");
            }
            second = now;
            printed = 0;
            hidden = 0;
        }
        if (printed == LINES_A_SECOND) {
            hidden++;
            return;
        }
        printed++;
        out.println(Instant.ofEpochMilli(event.wall()).truncatedTo(ChronoUnit.MILLIS) + "  " + event.negotiation()
                + "  " + event.event().text());
        event.event().detail().forEach(line -> out.println("    " + line));
    }
}
