package dev.parley.engine;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all serial queues and of work that computes. What a task leads to by its last act its own thread goes on with, for
 * to wake another costs more than most tasks do: so the steps of an exchange stay on the thread that its datagram woke.
 */
final class Crew implements Executor {
    private final ThreadPoolExecutor threads;

    /** @param group its threads belong to it, whoever makes them necessary */
    Crew(ThreadGroup group, String name, int size) {
        AtomicInteger count = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        first -> new Hand(group, first, name + "-" + count.incrementAndGet())) {
                    @Override
                    protected void afterExecute(Runnable task, Throwable failure) {
                        hand().ifPresent(Hand::goOn);
                    }
                };
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException after {@link #close} */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /**
     * Runs {@code task}, which is what the current one leads to by its last act: if a thread of this crew says so it goes on with it
     * when the current task has returned.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void goOn(Runnable task) {
        if (hand().filter(hand -> hand.takes(task)).isEmpty()) {
            threads.execute(task);
        }
    }

    /** The current thread has something else to do first: another goes on in its place. */
    void handOver() {
        hand().ifPresent(Hand::handOver);
    }

    /** From now on there are {@code by} threads more. */
    synchronized void resize(int by) {
        int size = threads.getMaximumPoolSize() + by;
        // In the order that never has the core above the maximum.
        if (by > 0) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }

    /** Takes nothing more; what was taken is run. */
    void close() {
        threads.shutdown();
    }

    /** Takes nothing more, drops what has not begun, and interrupts the rest. */
    void stop() {
        threads.shutdownNow();
    }

    private Optional<Hand> hand() {
        return Thread.currentThread() instanceof Hand hand && hand.crew() == this
                ? Optional.of(hand)
                : Optional.empty();
    }

    /** One of the threads. */
    private final class Hand extends Thread {
        private Optional<Runnable> next = Optional.empty();
        private int inARow;

        Hand(ThreadGroup group, Runnable first, String name) {
            super(group, first, "parley-" + name);
            setDaemon(true);
            setContextClassLoader(null);
        }

        Crew crew() {
            return Crew.this;
        }

        boolean takes(Runnable task) {
            if (next.isPresent() || inARow == TURN) {
                return false;
            }
            next = Optional.of(task);
            return true;
        }

        void handOver() {
            if (next.isPresent()) {
                try {
                    threads.execute(next.get());
                    next = Optional.empty();
                } catch (RejectedExecutionException closed) {
                    // Nobody else is there any more: it stays ours.
                    return;
                }
            }
        }

        void goOn() {
            for (inARow = 1; next.isPresent(); inARow++) {
                Runnable task = next.get();
                next = Optional.empty();
                task.run();
            }
            inARow = 0;
        }
    }

    private static final long IDLE_SECONDS = 10;

    /** So many in a row, then others have their turn. */
    private static final int TURN = 32;
}
