package dev.parley.kink.peer;

import dev.parley.kink.kerberos.Stamp;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The authenticators that one client has shown: each is good once (RFC 4120 section 3.2.3). */
final class ReplayCache {
    private final Map<Stamp, Long> seen = new LinkedHashMap<>();
    private Optional<Stamp> newest = Optional.empty();
    private long lastSeen;

    /** What a stamp is. */
    enum Verdict {
        FRESH,
        REPLAYED,
        /** No more can be remembered; taking it would let it be replayed. */
        FULL
    }

    Verdict judge(Stamp stamp, long now) {
        if (seen.containsKey(stamp)) {
            return Verdict.REPLAYED;
        }
        if (seen.size() >= Defaults.MAX_STAMPS) {
            return Verdict.FULL;
        }
        seen.put(stamp, now);
        lastSeen = now;
        newest = newest.filter(known -> known.compareTo(stamp) >= 0).or(() -> Optional.of(stamp));
        return Verdict.FRESH;
    }

    /** The latest stamp ever shown. */
    Optional<Stamp> newest() {
        return newest;
    }

    void expire(long now) {
        Set<Stamp> old = new HashSet<>();
        for (Map.Entry<Stamp, Long> each : seen.entrySet()) {
            if (now - each.getValue() < Defaults.MEMORY_MILLIS) {
                break;
            }
            old.add(each.getKey());
        }
        seen.keySet().removeAll(old);
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    /** When the last of them is forgotten. */
    long emptyAt() {
        return lastSeen + Defaults.MEMORY_MILLIS;
    }
}
