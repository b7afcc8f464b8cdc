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
    private final Map<Spi, Debt> bySpi = new LinkedHashMap<>();
    private long silentUntil = Long.MIN_VALUE;
    private long postponedUntil = Long.MIN_VALUE;
    private int postponements;

    /** Since when it is owed, and how many cycles of sendings had no answer. */
    private record Debt(long since, int cycles) {
        Debt again() {
            return new Debt(since, cycles + 1);
        }
    }

    public void owe(Spi inbound, long now) {
        if (bySpi.size() >= Defaults.MAX_DEBTS) {
            bySpi.remove(bySpi.keySet().iterator().next());
        }
        bySpi.putIfAbsent(inbound, new Debt(now, 0));
    }

    /** What is to be asked for now; empty while it is too early to ask again. */
    public List<Spi> due(long now) {
        bySpi.values().removeIf(debt -> now - debt.since() >= Defaults.DEBT_LIFE_MILLIS);
        return pause(now) > 0 ? List.of() : List.copyOf(bySpi.keySet());
    }

    public boolean isEmpty() {
        return bySpi.isEmpty();
    }

    /** Milliseconds until {@link #due} may say something. */
    public long pause(long now) {
        long until = Math.max(silentUntil, postponedUntil);
        return until > now ? until - now : 0;
    }

    public void paid(List<Spi> inbound) {
        inbound.forEach(bySpi::remove);
        silentUntil = Long.MIN_VALUE;
        postponedUntil = Long.MIN_VALUE;
        postponements = 0;
    }

    /** The peer lives: there is no reason to wait longer for it. */
    public void heard() {
        silentUntil = Long.MIN_VALUE;
    }

    /**
     * The peer did not answer a cycle of sendings.
     *
     * @return what is not asked for any more
     */
    public List<Spi> unanswered(List<Spi> inbound, long now) {
        List<Spi> dropped = new ArrayList<>();
        int most = 1;
        for (Spi spi : inbound) {
            owe(spi, now);
            Debt debt = bySpi.get(spi).again();
            bySpi.put(spi, debt);
            if (debt.cycles() >= Defaults.MAX_DEBT_CYCLES) {
                bySpi.remove(spi);
                dropped.add(spi);
            } else {
                most = Math.max(most, debt.cycles());
            }
        }
        silentUntil = now + pause(most);
        return dropped;
    }

    /** It cannot be asked for now, or the peer will not do it now: there is no ticket, say, or one that it does not take. */
    public void postponed(List<Spi> inbound, long now) {
        inbound.forEach(spi -> owe(spi, now));
        postponements = Math.min(postponements + 1, Defaults.MAX_DEBT_CYCLES);
        postponedUntil = now + pause(postponements);
    }

    private static long pause(int times) {
        return Defaults.DEBT_PAUSE_MILLIS << times - 1;
    }

    void forgive() {
        bySpi.clear();
        paid(List.of());
    }
}
