package dev.parley.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A lane's timers by name. One that ran out before it was stopped, and whose news is still under way, is not heard of. */
final class Timers {
    private final Host host;
    private final Executor queue;
    private final AtomicInteger running;
    private final Map<String, Timer> timers = new HashMap<>();
    private long generations;

    private record Timer(long generation, Host.Cancellation cancellation) {}

    /** @param running counts the timers of all lanes */
    Timers(Host host, Executor queue, AtomicInteger running) {
        this.host = host;
        this.queue = queue;
        this.running = running;
    }

    void start(String name, long delayMillis, Runnable expired) {
        stop(name);
        long generation = ++generations;
        running.incrementAndGet();
        Host.Cancellation cancellation =
                host.later(Math.max(0, delayMillis), () -> queue.execute(() -> ranOut(name, generation, expired)));
        timers.put(name, new Timer(generation, cancellation));
    }

    void stop(String name) {
        Timer timer = timers.remove(name);
        if (timer != null) {
            timer.cancellation().cancel();
            running.decrementAndGet();
        }
    }

    void stopAll() {
        for (Timer timer : timers.values()) {
            timer.cancellation().cancel();
            running.decrementAndGet();
        }
        timers.clear();
    }

    private void ranOut(String name, long generation, Runnable expired) {
        Timer timer = timers.get(name);
        if (timer != null && timer.generation() == generation) {
            timers.remove(name);
            running.decrementAndGet();
            expired.run();
        }
    }
}
