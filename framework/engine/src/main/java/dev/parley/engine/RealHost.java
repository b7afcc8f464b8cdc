package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The real world: daemon threads, the system's clocks, and its secure random numbers. */
public final class RealHost implements Host, AutoCloseable {
    private final ThreadPoolExecutor lanes = pool("lane", LANE_THREADS, new LinkedBlockingQueue<>());
    private final ThreadPoolExecutor computing =
            pool("computing", COMPUTING_THREADS, new ArrayBlockingQueue<>(COMPUTING_QUEUE));
    private final ThreadPoolExecutor waiting =
            pool("waiting", WAITING_THREADS, new ArrayBlockingQueue<>(WAITING_QUEUE));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, threads("clock"));
    private final RandomSource random = new StrongRandom(new SecureRandom());

    public RealHost() {
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
    public Executor lane() {
        return new SerialQueue(lanes);
    }

    @Override
    public boolean work(Work.Kind kind, Runnable task) {
        try {
            pool(kind).execute(() -> {
                Thread.currentThread().setContextClassLoader(null);
                task.run();
            });
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    @Override
    public Cancellation spare(Work.Kind kind) {
        ThreadPoolExecutor pool = pool(kind);
        resize(pool, 1);
        return () -> resize(pool, -1);
    }

    private ThreadPoolExecutor pool(Work.Kind kind) {
        return kind == Work.Kind.COMPUTES ? computing : waiting;
    }

    /** In the order that never has the core above the maximum. */
    private static void resize(ThreadPoolExecutor pool, int by) {
        synchronized (pool) {
            int size = pool.getMaximumPoolSize() + by;
            if (by > 0) {
                pool.setMaximumPoolSize(size);
                pool.setCorePoolSize(size);
            } else {
                pool.setCorePoolSize(size);
                pool.setMaximumPoolSize(size);
            }
        }
    }

    /** Stops all threads; what has not begun is dropped. */
    @Override
    public void close() {
        clock.shutdownNow();
        computing.shutdownNow();
        waiting.shutdownNow();
        lanes.shutdown();
    }

    private static ThreadPoolExecutor pool(String name, int size, BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "parley-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        };
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

    private static final long IDLE_SECONDS = 10;
}
