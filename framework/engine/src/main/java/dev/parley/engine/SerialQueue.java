package dev.parley.engine;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on threads that it shares with others. */
final class SerialQueue implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

    private final Executor threads;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(USUAL);
    private boolean scheduled;

    SerialQueue(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        schedule();
    }

    private void schedule() {
        try {
            threads.execute(this::runSome);
        } catch (RejectedExecutionException closed) {
            synchronized (tasks) {
                tasks.clear();
                scheduled = false;
            }
        }
    }

    private void runSome() {
        for (int i = 0; i < TURN; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    scheduled = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (Throwable bug) {
                LOG.warn("A task of a serial queue failed with {}; the queue goes on with the next", bug, bug);
            }
        }
        schedule();
    }

    /** There is one queue a negotiation, and seldom a second task in it. */
    private static final int USUAL = 2;

    /** So many tasks, then the thread goes to another queue: a busy one must not starve the rest. */
    private static final int TURN = 32;
}
