package dev.parley.ikev2.sa;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Exchanges of ours on one IKE SA that have not begun: those that wait for their turn, by urgency, and those that wait for a while
 * (RFC 7296 section 2.25). What touches the same thing never runs side by side, however large the window is: the peer may receive
 * two requests in any order (section 2.3).
 */
public final class Agenda {
    private record Queued(IkeExchange.Opening opening, long order) {}

    private record Deferred(String timer, IkeExchange.Opening opening) {}

    private static final Comparator<Queued> FIRST =
            Comparator.<Queued>comparingInt(each -> each.opening().urgency()).thenComparingLong(Queued::order);

    private List<Queued> queue = List.of();
    private List<Deferred> deferred = List.of();
    private long order;

    /** To be made as soon as there is room. */
    public void add(IkeExchange.Opening opening) {
        List<Queued> more = new ArrayList<>(queue);
        more.add(new Queued(opening, order++));
        more.sort(FIRST);
        queue = List.copyOf(more);
    }

    /** The next one that touches neither what is {@code running} nor what waits before it. */
    public Optional<IkeExchange.Opening> next(Collection<IkeExchange.Opening> running) {
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        List<IkeExchange.Opening> before = new ArrayList<>(running);
        for (Queued each : queue) {
            if (before.stream().noneMatch(each.opening()::touches)) {
                queue = Few.minus(queue, each);
                return Optional.of(each.opening());
            }
            before.add(each.opening());
        }
        return Optional.empty();
    }

    /** To be made after a while, which doubles with each attempt: the effect that starts its timer. */
    Effect defer(IkeExchange.Opening opening, int attempt, IkeSa sa) {
        String timer = Timers.RETRY + order++;
        deferred = Few.with(deferred, new Deferred(timer, opening));
        long least = Defaults.RETRY_MILLIS << (attempt - 1);
        RandomSource random = sa.environment().random();
        return new Effect.StartTimer(sa.timer(timer), least + random.below(least / 2));
    }

    /** What waited for this timer. */
    public Optional<IkeExchange.Opening> due(String timer) {
        Optional<IkeExchange.Opening> due = deferred.stream()
                .filter(each -> each.timer().equals(timer))
                .map(Deferred::opening)
                .findFirst();
        deferred = Few.without(deferred, each -> each.timer().equals(timer));
        return due;
    }

    /** The timers that something waits for. */
    public List<String> timers() {
        return deferred.stream().map(Deferred::timer).toList();
    }

    /** Whether something that has not begun is like that. */
    public boolean holds(Predicate<IkeExchange.Opening> wanted) {
        return queue.stream().map(Queued::opening).anyMatch(wanted)
                || deferred.stream().map(Deferred::opening).anyMatch(wanted);
    }

    /** Takes back what has not begun and is like that, in the order in which it would have begun. */
    public List<IkeExchange.Opening> take(Predicate<IkeExchange.Opening> wanted) {
        List<IkeExchange.Opening> taken = Stream.concat(
                        queue.stream().map(Queued::opening), deferred.stream().map(Deferred::opening))
                .filter(wanted)
                .toList();
        queue = Few.without(queue, each -> wanted.test(each.opening()));
        deferred = Few.without(deferred, each -> wanted.test(each.opening()));
        return taken;
    }
}
