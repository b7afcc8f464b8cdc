package dev.parley.simulator;

import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened, line by line, in the RFCs' notation: what gateways tell their observers, and what the network did. */
public final class Transcript {
    /**
     * One thing that happened.
     *
     * @param at milliseconds since the world began
     * @param what an event's kind, or what the network did, for example {@code LOST}
     * @param peer the other site's name, empty where there is none
     */
    public record Line(long at, String what, String site, String peer, String text) {
        @Override
        public String toString() {
            String arrow = peer.isEmpty() ? "  " : what.equals(RECEIVED) ? " <- " : " -> ";
            return String.format(Locale.ROOT, "%7d ms  ", at)
                    + site
                    + arrow
                    + peer
                    + (peer.isEmpty() ? "" : "  ")
                    + text;
        }
    }

    /** Some seconds of a flood, which end before whatever went wrong. */
    private static final int LAST_LINES = 2_000;

    private static final String RECEIVED = NegotiationEvent.Kind.RECEIVED.name();

    private final long seed;
    private final Timeline timeline;
    private final List<Line> lines = new ArrayList<>();
    private final Map<NegotiationEvent, String> peers = new IdentityHashMap<>();
    private int most = Integer.MAX_VALUE;

    Transcript(long seed, Timeline timeline) {
        this.seed = seed;
        this.timeline = timeline;
    }

    /** Everything so far, in order. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Only what sites said, without times, repetitions and what the network did: one exchange after the other. */
    public String said() {
        return lines.stream()
                .filter(line -> line.what().equals(NegotiationEvent.Kind.SENT.name()))
                .map(line -> line.site() + " -> " + line.peer() + "  " + line.text())
                .collect(Collectors.joining("\n"));
    }

    /** The whole, one line an entry, beginning with the seed. */
    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n", "seed " + seed + "\n", "\n"));
    }

    void add(String what, String site, String peer, String text) {
        keep(new Line(timeline.now(), what, site, peer, text));
    }

    /** Keeps the last lines only. */
    void forgetful() {
        most = LAST_LINES;
    }

    /** An observer hears of {@code event} later, and not whom it concerns. */
    void concerns(NegotiationEvent event, String peer) {
        peers.put(event, peer);
    }

    /** What a gateway's catalog gets. */
    Observer observer() {
        return new Observer() {
            @Override
            public String key() {
                return "transcript";
            }

            @Override
            public void on(Observed observed) {
                heard(observed);
            }
        };
    }

    private void heard(Observed observed) {
        NegotiationEvent event = observed.event();
        String peer = peers.getOrDefault(event, "");
        peers.remove(event);
        String text = switch (event.kind()) {
            case SENT, RECEIVED -> event.text();
            case RETRANSMITTED -> event.text() + "  (again)";
            default -> event.kind().name().toLowerCase(Locale.ROOT) + ": " + event.text();
        };
        String details = event.detail().stream()
                .map(line -> "\n" + " ".repeat(14) + line)
                .collect(Collectors.joining());
        keep(new Line(observed.at(), event.kind().name(), observed.gateway(), peer, text + details));
    }

    private void keep(Line line) {
        lines.add(line);
        if (lines.size() > most) {
            lines.subList(0, most / 2).clear();
        }
    }
}
