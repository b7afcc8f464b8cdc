package dev.parley.kink.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our inbound SPIs that the peer may still send to although we have given up: who gives up after the other may have installed owes
 * it a DELETE. RFC 4430 has no word on it; without it a lost REPLY or ACK leaves SAs that only one side has.
 */
public final class Debts {
    private final Map<Spi, Integer> cycles = new LinkedHashMap<>();
    private long notBefore = Long.MIN_VALUE;

    public void owe(Spi inbound) {
        if (cycles.size() >= Defaults.MAX_DEBTS) {
            cycles.remove(cycles.keySet().iterator().next());
        }
        cycles.putIfAbsent(inbound, 0);
    }

    /** What is to be asked for now; empty while it is too early to ask again. */
    public List<Spi> due(long now) {
        return now < notBefore ? List.of() : List.copyOf(cycles.keySet());
    }

    public boolean isEmpty() {
        return cycles.isEmpty();
    }

    /** Milliseconds until {@link #due} may say something. */
    public long pause(long now) {
        return Math.max(0, notBefore - now);
    }

    public void paid(List<Spi> inbound) {
        inbound.forEach(cycles::remove);
        notBefore = Long.MIN_VALUE;
    }

    /** The peer lives: there is no reason to wait longer. */
    public void heard() {
        notBefore = Long.MIN_VALUE;
    }

    /**
     * The peer did not answer a cycle of sendings.
     *
     * @return what is not asked for any more
     */
    public List<Spi> unanswered(List<Spi> inbound, long now) {
        List<Spi> dropped = new ArrayList<>();
        int most = 0;
        for (Spi spi : inbound) {
            int tried = cycles.merge(spi, 1, Integer::sum);
            if (tried >= Defaults.MAX_DEBT_CYCLES) {
                cycles.remove(spi);
                dropped.add(spi);
            } else {
                most = Math.max(most, tried);
            }
        }
        notBefore = now + (Defaults.DEBT_PAUSE_MILLIS << Math.max(0, most - 1));
        return dropped;
    }

    void forgive() {
        cycles.clear();
        notBefore = Long.MIN_VALUE;
    }
}
