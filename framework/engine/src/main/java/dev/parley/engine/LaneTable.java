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
import java.util.stream.Stream;

/** The one table from keys to lanes, the groups that lanes have joined, and the lanes that live. */
final class LaneTable {
    private static final ConcurrentSkipListMap<Long, Lane> NOBODY = new ConcurrentSkipListMap<>();

    private final ConcurrentHashMap<LaneKey, Lane> byKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<LaneKey, ConcurrentSkipListMap<Long, Lane>> groups = new ConcurrentHashMap<>();
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

    /** {@code lane} is one of those under {@code group}. */
    void join(LaneKey group, Lane lane) {
        groups.compute(group, (key, joined) -> {
            ConcurrentSkipListMap<Long, Lane> lanes = joined == null ? new ConcurrentSkipListMap<>() : joined;
            lanes.put(lane.number(), lane);
            return lanes;
        });
    }

    void leave(LaneKey group, Lane lane) {
        groups.computeIfPresent(group, (key, joined) -> {
            joined.remove(lane.number());
            return joined.isEmpty() ? null : joined;
        });
    }

    /** Those that have joined {@code group}, but for {@code lane}, the oldest first. */
    Stream<Lane> others(LaneKey group, Lane lane) {
        return groups.getOrDefault(group, NOBODY).values().stream().filter(each -> each != lane);
    }

    void bury(Lane lane, Set<LaneKey> keys, Set<LaneKey> joined) {
        keys.forEach(key -> byKey.remove(key, lane));
        joined.forEach(group -> leave(group, lane));
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

    int groups() {
        return groups.size();
    }

    AtomicInteger timers() {
        return timers;
    }
}
