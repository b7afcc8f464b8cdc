package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;
import java.security.SecureRandom;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real world: daemon threads, the system's clocks, and its secure random numbers. */
public final class RealHost implements Host, AutoCloseable {
    private final Crew crew;
    private final Crew waiters;
    private final WorkPool computing;
    private final WorkPool waiting;
    private final ScheduledThreadPoolExecutor clock;
    private final RandomSource random = new StrongRandom(new SecureRandom());

    public RealHost() {
        this(Thread.currentThread().getThreadGroup());
    }

    /** @param group all its threads belong to it, so that what they use can be counted */
    public RealHost(ThreadGroup group) {
        crew = new Crew(group, "lane", LANE_THREADS + COMPUTING_THREADS);
        waiters = new Crew(group, "waiting", WAITING_THREADS);
        computing = new WorkPool(crew, COMPUTING_THREADS, COMPUTING_QUEUE);
        waiting = new WorkPool(waiters, WAITING_THREADS, WAITING_QUEUE);
        clock = new ScheduledThreadPoolExecutor(1, task -> ticking(group, task));
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Moment now() {
        return new Moment(System.nanoTime() / 1_000_000, System.currentTimeMillis());
    }

    @Override
    public RandomSource random() {
        return random;
    }

    @Override
    public Cancellation later(long delayMillis, Runnable task) {
        try {
            Future<?> due = clock.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public Queue lane() {
        return new SerialQueue(crew);
    }

    @Override
    public boolean work(Work.Kind kind, Runnable task) {
        return pool(kind).offer(task);
    }

    @Override
    public Cancellation spare(Work.Kind kind) {
        WorkPool pool = pool(kind);
        pool.resize(1);
        return () -> pool.resize(-1);
    }

    private WorkPool pool(Work.Kind kind) {
        return kind == Work.Kind.COMPUTES ? computing : waiting;
    }

    /** Stops all threads; what has not begun is dropped. */
    @Override
    public void close() {
        clock.shutdownNow();
        computing.close();
        waiting.close();
        waiters.stop();
        crew.close();
    }

    private static Thread ticking(ThreadGroup group, Runnable task) {
        Thread thread = new Thread(group, task, "parley-clock");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** One generator for all: it is safe for several threads, and its outputs tell nothing of each other. */
    private record StrongRandom(SecureRandom generator) implements RandomSource {
        @Override
        public void fill(byte[] target) {
            generator.nextBytes(target);
        }

        @Override
        public RandomSource fork() {
            return this;
        }
    }

    /** Lanes seldom block, but a gateway's sinks and observers may, one lane each: enough that some gateways' may at once. */
    static final int LANE_THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    /** More would only take turns. */
    static final int COMPUTING_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** At a millisecond a key exchange half a second of work: who waits longer has retransmitted already. */
    static final int COMPUTING_QUEUE = 512 * COMPUTING_THREADS / 2;

    /** Each may wait many seconds for a server that is silent. */
    static final int WAITING_THREADS = 16;

    /** As many as are served within a half-open lifetime if each takes a second. */
    static final int WAITING_QUEUE = 30 * WAITING_THREADS;
}
