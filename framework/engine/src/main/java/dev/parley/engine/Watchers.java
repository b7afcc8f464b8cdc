package dev.parley.engine;

import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells observers and key logs, in order, on a queue of their own: a slow one loses events and stalls no negotiation. */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final Supplier<Catalog> catalogs;
    private final Counters counters;
    private final int most;
    private final List<Observer> ownObservers;
    private final List<KeyLog> ownKeyLogs;
    private final Executor queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final RecentEvents recent = new RecentEvents();

    /** @param ownObservers are this gateway's alone, and told before those of the catalog; so with {@code ownKeyLogs} */
    Watchers(
            Host host,
            Supplier<Catalog> catalogs,
            Counters counters,
            int most,
            List<Observer> ownObservers,
            List<KeyLog> ownKeyLogs) {
        this.catalogs = catalogs;
        this.counters = counters;
        this.most = most;
        this.ownObservers = List.copyOf(ownObservers);
        this.ownKeyLogs = List.copyOf(ownKeyLogs);
        this.queue = host.lane();
    }

    void tell(Observed event) {
        counters.add(event.event().name());
        recent.add(event);
        if (nobody(ownObservers, Observer.class)) {
            return;
        }
        enqueue(() -> all(ownObservers, Observer.class, observer -> guarded(observer.key(), () -> observer.on(event))));
    }

    /** The last of what was told of {@code negotiation}, oldest first, at most so many lines. */
    List<String> last(String negotiation, int most) {
        return recent.of(negotiation, most);
    }

    void logKey(String table, Text key) {
        if (nobody(ownKeyLogs, KeyLog.class)) {
            return;
        }
        // Now, while the negotiation has it: it may be wiped by the time that a log is told.
        String line = key.toString();
        enqueue(() -> all(ownKeyLogs, KeyLog.class, log -> guarded(log.key(), () -> log.line(table, line))));
    }

    private <E extends Extension> boolean nobody(List<E> own, Class<E> point) {
        return own.isEmpty() && catalogs.get().all(point).isEmpty();
    }

    private <E extends Extension> void all(List<E> own, Class<E> point, Consumer<E> telling) {
        own.forEach(telling);
        catalogs.get().all(point).forEach(telling);
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
