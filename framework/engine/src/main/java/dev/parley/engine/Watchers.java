package dev.parley.engine;

import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells observers and key logs, in order, on a queue of their own: a slow one loses events and stalls no negotiation. */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final Supplier<Catalog> catalogs;
    private final Counters counters;
    private final int most;
    private final Executor queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final RecentEvents recent = new RecentEvents();

    Watchers(Host host, Supplier<Catalog> catalogs, Counters counters, int most) {
        this.catalogs = catalogs;
        this.counters = counters;
        this.most = most;
        this.queue = host.lane();
    }

    void tell(Observed event) {
        counters.add(event.event().name());
        recent.add(event);
        if (catalogs.get().all(Observer.class).isEmpty()) {
            return;
        }
        enqueue(() -> {
            for (Observer observer : catalogs.get().all(Observer.class)) {
                guarded(observer.key(), () -> observer.on(event));
            }
        });
    }

    /** The last of what was told of {@code negotiation}, oldest first, at most so many lines. */
    List<String> last(String negotiation, int most) {
        return recent.of(negotiation, most);
    }

    void logKey(String table, Text key) {
        if (!catalogs.get().all(KeyLog.class).isEmpty()) {
            // Now, while the negotiation has it: it may be wiped by the time that a log is told.
            String line = key.toString();
            enqueue(() -> {
                for (KeyLog log : catalogs.get().all(KeyLog.class)) {
                    guarded(log.key(), () -> log.line(table, line));
                }
            });
        }
    }

    private void enqueue(Runnable telling) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            counters.add("observer-events-lost");
            return;
        }
        queue.execute(() -> {
            waiting.decrementAndGet();
            telling.run();
        });
    }

    private void guarded(String who, Runnable telling) {
        try {
            telling.run();
        } catch (Departed left) {
            counters.add("departed");
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            counters.add("observer-bugs");
            LOG.debug("Observer {} failed", who, bug);
        }
    }
}
