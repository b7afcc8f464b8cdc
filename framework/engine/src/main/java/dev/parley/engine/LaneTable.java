package dev.parley.engine;

import dev.parley.isakmp.negotiation.LaneKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The one table from keys to lanes, and the lanes that live. */
final class LaneTable {
    private final ConcurrentHashMap<LaneKey, Lane> byKey = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Lane> living = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger timers = new AtomicInteger();

    Optional<Lane> find(LaneKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The living lane with this number. */
    Optional<Lane> numbered(long number) {
        return Optional.ofNullable(living.get(number));
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Gives {@code lane} life under {@code key}, unless another lives there: then that one is returned. */
    Lane settle(LaneKey key, Lane lane) {
        // It lives before it can be found: who finds it may end it, and a lane that is buried first would live for
        // ever.
        living.put(lane.number(), lane);
        Lane other = byKey.putIfAbsent(key, lane);
        if (other == null) {
            return lane;
        }
        living.remove(lane.number());
        return other;
    }

    void settle(Lane lane) {
        living.put(lane.number(), lane);
    }

    /** From now on {@code key} leads to {@code lane}, wherever it led before. */
    void listen(LaneKey key, Lane lane) {
        byKey.put(key, lane);
    }

    void forget(LaneKey key, Lane lane) {
        byKey.remove(key, lane);
    }

    void bury(Lane lane, Set<LaneKey> keys) {
        keys.forEach(key -> byKey.remove(key, lane));
        living.remove(lane.number());
    }

    Collection<Lane> living() {
        return List.copyOf(living.values());
    }

    int size() {
        return living.size();
    }

    int keys() {
        return byKey.size();
    }

    AtomicInteger timers() {
        return timers;
    }
}
