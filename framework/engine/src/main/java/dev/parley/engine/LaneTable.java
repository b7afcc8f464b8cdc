package dev.parley.engine;

import dev.parley.isakmp.negotiation.LaneKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The one table from keys to lanes, the groups that lanes have joined, and the lanes that live. */
final class LaneTable {
    /** One table for all groups: most have one member, and there are as many as peers. */
    private record Membership(LaneKey group, long lane) implements Comparable<Membership> {
        @Override
        public int compareTo(Membership other) {
            int order = group.value().compareTo(other.group.value());
            order = order != 0 ? order : group.kind().compareTo(other.group.kind());
            order = order != 0 ? order : group.protocol().compareTo(other.group.protocol());
            return order != 0 ? order : Long.compare(lane, other.lane);
        }
    }

    private final ConcurrentHashMap<LaneKey, Lane> byKey = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Membership, Lane> groups = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<Long, Lane> living = new ConcurrentHashMap<>();
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
        groups.put(new Membership(group, lane.number()), lane);
    }

    void leave(LaneKey group, Lane lane) {
        groups.remove(new Membership(group, lane.number()));
    }

    /** Those that have joined {@code group}, the oldest first. */
    Collection<Lane> among(LaneKey group) {
        return groups.subMap(new Membership(group, 0), new Membership(group, Long.MAX_VALUE))
                .values();
    }

    void bury(Lane lane, Collection<LaneKey> keys, Collection<LaneKey> joined) {
        keys.forEach(key -> byKey.remove(key, lane));
        joined.forEach(group -> leave(group, lane));
        living.remove(lane.number());
    }

    /** Those that live, the oldest first. */
    List<Lane> living() {
        return living.values().stream()
                .sorted(Comparator.comparingLong(Lane::number))
                .toList();
    }

    /** The living lane with this name, which ends with its number. */
    Optional<Lane> named(String name) {
        String number = name.substring(name.lastIndexOf('-') + 1);
        return NUMBER.matcher(number).matches()
                ? Optional.ofNullable(living.get(Long.parseLong(number)))
                        .filter(lane -> lane.name().equals(name))
                : Optional.empty();
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

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
}
