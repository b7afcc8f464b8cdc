package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A lane's timers by name: a handful. Most are stopped, or started again, before they run out: so the host has one alarm for all,
 * which is moved only if it would come too late; one that comes too early is set again. One that ran out before it was stopped,
 * and whose news is still under way, is not heard of.
 */
final class Timers {
    private final Host host;
    private final Executor queue;
    private final AtomicInteger running;
    private final Consumer<Object> expired;
    private final List<Timer> timers = new ArrayList<>(USUAL);
    private long started;
    private Alarm alarm = Alarm.NONE;

    /** @param order in which they were started, which tells those apart that are due at one time */
    private record Timer(Object name, long due, long order) {
        boolean isBefore(Timer other) {
            return due < other.due || due == other.due && order < other.order;
        }
    }

    /** What the host was asked for. */
    private static final class Alarm {
        static final Alarm NONE = new Alarm(Long.MAX_VALUE);

        private final long due;
        private Host.Cancellation cancellation = () -> {};

        Alarm(long due) {
            this.due = due;
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
    }

    void stopAll() {
        running.addAndGet(-timers.size());
        timers.clear();
        alarm.cancellation.cancel();
        alarm = Alarm.NONE;
    }

    private void remove(Object name) {
        if (timers.removeIf(timer -> timer.name().equals(name))) {
            running.decrementAndGet();
        }
    }

    /** Sees to it that there is an alarm when the first is due. */
    private void set() {
        Optional<Timer> first = first();
        if (first.isPresent() && first.get().due() < alarm.due) {
            alarm.cancellation.cancel();
            Alarm next = new Alarm(first.get().due());
            alarm = next;
            long delay = Math.max(0, next.due - host.now().monotonic());
            next.cancellation = host.later(delay, () -> queue.execute(() -> rang(next)));
        }
    }

    private Optional<Timer> first() {
        Timer first = null;
        for (Timer timer : timers) {
            if (first == null || timer.isBefore(first)) {
                first = timer;
            }
        }
        return Optional.ofNullable(first);
    }

    private void rang(Alarm which) {
        if (alarm != which) {
            return;
        }
        alarm = Alarm.NONE;
        Optional<Timer> due = first().filter(timer -> timer.due() <= which.due);
        due.ifPresent(timer -> {
            timers.remove(timer);
            running.decrementAndGet();
        });
        set();
        due.ifPresent(timer -> expired.accept(timer.name()));
    }

    /** Liveness, and two lifetimes each of a negotiation and of a child. */
    private static final int USUAL = 5;
}
