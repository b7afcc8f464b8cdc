package dev.parley.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lane's timers by name. Only the one that is due first stands with the host: most are stopped, or started again, before they
 * run out. One that ran out before it was stopped, and whose news is still under way, is not heard of.
 */
final class Timers {
    private final Host host;
    private final Executor queue;
    private final AtomicInteger running;
    private final Map<String, Timer> timers = new HashMap<>();
    private long started;
    private Optional<Timer> first = Optional.empty();
    private Host.Cancellation alarm = NONE;

    /** @param order in which they were started, which tells those apart that are due at one time */
    private record Timer(String name, long due, long order, Runnable expired) {}

    /** @param running counts the timers of all lanes */
    Timers(Host host, Executor queue, AtomicInteger running) {
        this.host = host;
        this.queue = queue;
        this.running = running;
    }

    void start(String name, long delayMillis, Runnable expired) {
        long due = host.now().monotonic() + Math.max(0, delayMillis);
        if (timers.put(name, new Timer(name, due, ++started, expired)) == null) {
            running.incrementAndGet();
        }
        set();
    }

    void stop(String name) {
        if (timers.remove(name) != null) {
            running.decrementAndGet();
            set();
        }
    }

    void stopAll() {
        running.addAndGet(-timers.size());
        timers.clear();
        set();
    }

    /** Sets the alarm to the timer that is due first. */
    private void set() {
        Optional<Timer> now = timers.values().stream().min(FIRST);
        if (now.equals(first)) {
            return;
        }
        alarm.cancel();
        first = now;
        alarm = now.map(this::alarm).orElse(NONE);
    }

    private Host.Cancellation alarm(Timer timer) {
        long delay = Math.max(0, timer.due() - host.now().monotonic());
        return host.later(delay, () -> queue.execute(() -> ranOut(timer)));
    }

    private void ranOut(Timer timer) {
        if (timers.remove(timer.name(), timer)) {
            running.decrementAndGet();
            set();
            timer.expired().run();
        }
    }

    private static final Comparator<Timer> FIRST =
            Comparator.comparingLong(Timer::due).thenComparingLong(Timer::order);

    private static final Host.Cancellation NONE = () -> {};
}
