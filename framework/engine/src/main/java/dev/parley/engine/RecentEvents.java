package dev.parley.engine;

import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last events of one gateway, whoever's they are: of a negotiation that has just died its own are among them. */
final class RecentEvents {
    private final AtomicReferenceArray<Observed> ring = new AtomicReferenceArray<>(EVENTS);
    private final AtomicLong added = new AtomicLong();

    void add(Observed event) {
        ring.set((int) (added.getAndIncrement() % EVENTS), event);
    }

    /** The last of {@code negotiation}, oldest first. */
    List<String> of(String negotiation, int most) {
        Deque<String> lines = new ArrayDeque<>();
        long next = added.get();
        for (long i = next - 1; i >= Math.max(0, next - EVENTS) && lines.size() < most; i--) {
            Observed event = ring.get((int) (i % EVENTS));
            if (event != null && event.negotiation().equals(negotiation)) {
                NegotiationEvent what = event.event();
                lines.addFirst(event.at() + " " + what.kind() + " " + what.text());
            }
        }
        return List.copyOf(lines);
    }

    /** What a busy gateway sees in a second or two, a few megabytes with what the events hold, for all its negotiations. */
    private static final int EVENTS = 512;
}
