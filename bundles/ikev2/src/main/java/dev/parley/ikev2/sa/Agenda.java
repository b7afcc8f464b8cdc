package dev.parley.ikev2.sa;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Exchanges of ours on one IKE SA that have not begun: those that wait for their turn, by urgency, and those that wait for a while
 * (RFC 7296 section 2.25). What touches the same thing never runs side by side, however large the window is: the peer may receive
 * two requests in any order (section 2.3).
 */
public final class Agenda {
    private record Queued(IkeExchange.Opening opening, long order) {}

    private static final Comparator<Queued> FIRST =
            Comparator.<Queued>comparingInt(each -> each.opening().urgency()).thenComparingLong(Queued::order);

    private final PriorityQueue<Queued> queue = new PriorityQueue<>(1, FIRST);
    private final Map<String, IkeExchange.Opening> deferred = new LinkedHashMap<>();
    private long order;

    /** To be made as soon as there is room. */
    public void add(IkeExchange.Opening opening) {
        queue.add(new Queued(opening, order++));
    }

    /** The next one that touches neither what is {@code running} nor what waits before it. */
    public Optional<IkeExchange.Opening> next(Collection<IkeExchange.Opening> running) {
        List<IkeExchange.Opening> before = new ArrayList<>(running);
        for (Queued each : inOrder()) {
            if (before.stream().noneMatch(each.opening()::touches)) {
                queue.remove(each);
                return Optional.of(each.opening());
            }
            before.add(each.opening());
        }
        return Optional.empty();
    }

    /** To be made after a while, which doubles with each attempt: the effect that starts its timer. */
    Effect defer(IkeExchange.Opening opening, int attempt, IkeSa sa) {
        String timer = Timers.RETRY + order++;
        deferred.put(timer, opening);
        long least = Defaults.RETRY_MILLIS << (attempt - 1);
        RandomSource random = sa.environment().random();
        return new Effect.StartTimer(sa.timer(timer), least + random.below(least / 2));
    }

    /** What waited for this timer. */
    public Optional<IkeExchange.Opening> due(String timer) {
        return Optional.ofNullable(deferred.remove(timer));
    }

    /** The timers that something waits for. */
    public Set<String> timers() {
        return Set.copyOf(deferred.keySet());
    }

    /** Whether something that has not begun is like that. */
    public boolean holds(Predicate<IkeExchange.Opening> wanted) {
        return queue.stream().map(Queued::opening).anyMatch(wanted)
                || deferred.values().stream().anyMatch(wanted);
    }

    /** Takes back what has not begun and is like that, in the order in which it would have begun. */
    public List<IkeExchange.Opening> take(Predicate<IkeExchange.Opening> wanted) {
        List<Queued> queued =
                inOrder().stream().filter(each -> wanted.test(each.opening())).toList();
        queue.removeAll(queued);
        List<IkeExchange.Opening> taken =
                new ArrayList<>(queued.stream().map(Queued::opening).toList());
        deferred.values().stream().filter(wanted).forEach(taken::add);
        deferred.values().removeIf(wanted);
        return taken;
    }

    private List<Queued> inOrder() {
        return queue.stream().sorted(FIRST).toList();
    }
}
