package dev.parley.engine;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Load;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.Map;

/** Counts negotiations whose peers have proven nothing, in all and for each address, and says who may still begin one. */
final class Admission {
    private final Limits limits;
    private final Host host;
    private final Map<Bytes, Integer> perAddress = new HashMap<>();
    private int total;
    private long busyUntil = Long.MIN_VALUE;

    Admission(Limits limits, Host host) {
        this.limits = limits;
        this.host = host;
    }

    /** Takes a place for {@code from}, if there is one. */
    synchronized boolean enter(Endpoint from) {
        if (load(from) == Load.FULL) {
            return false;
        }
        total++;
        perAddress.merge(prefix(from), 1, Integer::sum);
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(Endpoint from) {
        total--;
        perAddress.computeIfPresent(prefix(from), (prefix, count) -> count == 1 ? null : count - 1);
    }

    synchronized Load load(Endpoint from) {
        int here = perAddress.getOrDefault(prefix(from), 0);
        if (total >= limits.halfOpen() || here >= limits.halfOpenPerAddress()) {
            return Load.FULL;
        }
        boolean busy = host.now().monotonic() < busyUntil;
        return busy || total >= limits.crowded() || here >= limits.crowdedPerAddress() ? Load.CROWDED : Load.CALM;
    }

    /** A work pool was full: for a moment newcomers must show their address. */
    synchronized void busy() {
        busyUntil = host.now().monotonic() + BUSY_MILLIS;
    }

    synchronized int total() {
        return total;
    }

    /** What counts as one address: all of IPv4, the /64 of IPv6 that one subscriber has at the least. */
    static Bytes prefix(Endpoint from) {
        return from.address().length() > 8 ? from.address().slice(0, 8) : from.address();
    }

    private static final long BUSY_MILLIS = 1_000;
}
