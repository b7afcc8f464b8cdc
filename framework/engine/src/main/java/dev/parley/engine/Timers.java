package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A lane's timers by name: a handful. Only the one that is due first stands with the host, for most are stopped, or started
 * again, before they run out. One that ran out before it was stopped, and whose news is still under way, is not heard of.
 */
final class Timers {
    private final Host host;
    private final Executor queue;
    private final AtomicInteger running;
    private final Consumer<Object> expired;
    private final List<Timer> timers = new ArrayList<>(USUAL);
    private long started;
    private Optional<Timer> first = Optional.empty();
    private Host.Cancellation alarm = NONE;

    /** @param order in which they were started, which tells those apart that are due at one time */
    private record Timer(Object name, long due, long order) {
        boolean isBefore(Timer other) {
            return due < other.due || due == other.due && order < other.order;
        }
    }

    /**
     * @param running counts the timers of all lanes
     * @param expired is told the name of one that ran out
     */
    Timers(Host host, Executor queue, AtomicInteger running, Consumer<Object> expired) {
        this.host = host;
        this.queue = queue;
        this.running = running;
        this.expired = expired;
    }

    void start(Object name, long delayMillis) {
        remove(name);
        timers.add(new Timer(name, host.now().monotonic() + Math.max(0, delayMillis), ++started));
        running.incrementAndGet();
        set();
    }

    void stop(Object name) {
        remove(name);
        set();
    }

    void stopAll() {
        running.addAndGet(-timers.size());
        timers.clear();
        set();
    }

    private void remove(Object name) {
        if (timers.removeIf(timer -> timer.name().equals(name))) {
            running.decrementAndGet();
        }
    }

    /** Sets the alarm to the timer that is due first. */
    private void set() {
        Optional<Timer> now = earliest();
        if (now.equals(first)) {
            return;
        }
        alarm.cancel();
        first = now;
        alarm = now.map(this::alarm).orElse(NONE);
    }

    private Optional<Timer> earliest() {
        Timer earliest = null;
        for (Timer timer : timers) {
            if (earliest == null || timer.isBefore(earliest)) {
                earliest = timer;
            }
        }
        return Optional.ofNullable(earliest);
    }

    private Host.Cancellation alarm(Timer timer) {
        long delay = Math.max(0, timer.due() - host.now().monotonic());
        return host.later(delay, () -> queue.execute(() -> ranOut(timer)));
    }

    private void ranOut(Timer timer) {
        if (timers.remove(timer)) {
            running.decrementAndGet();
            set();
            expired.accept(timer.name());
        }
    }

    private static final Host.Cancellation NONE = () -> {};

    /** Liveness, and two lifetimes each of a negotiation and of a child. */
    private static final int USUAL = 5;
}
