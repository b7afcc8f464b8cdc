package dev.parley.engine;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on threads that it shares with others. */
final class SerialQueue implements Host.Queue {
    private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

    private final Crew crew;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(USUAL);
    private boolean scheduled;

    SerialQueue(Crew crew) {
        this.crew = crew;
    }

    @Override
    public void execute(Runnable task) {
        if (isFirst(task)) {
            schedule(crew::execute);
        }
    }

    @Override
    public void goOn(Runnable task) {
        if (isFirst(task)) {
            schedule(crew::goOn);
        }
    }

    /** Adds {@code task}; whether no thread is on its way to it yet. */
    private boolean isFirst(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            boolean first = !scheduled;
            scheduled = true;
            return first;
        }
    }

    private void schedule(Executor threads) {
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
            crew.handOver();
            try {
                task.run();
            } catch (Throwable bug) {
                LOG.warn("A task of a serial queue failed with {}; the queue goes on with the next", bug, bug);
            }
        }
        schedule(crew::execute);
    }

    /** There is one queue a negotiation, and seldom a second task in it. */
    private static final int USUAL = 2;

    /** So many tasks, then the thread goes to another queue: a busy one must not starve the rest. */
    private static final int TURN = 32;
}
