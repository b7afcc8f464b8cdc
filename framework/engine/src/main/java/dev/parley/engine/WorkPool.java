package dev.parley.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/** Has a crew do work: so many pieces at a time, so many wait for their turn, and for more there is no room. */
final class WorkPool {
    private final Crew crew;
    private final int mostWaiting;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int mostRunning;
    private int running;
    private boolean closed;

    WorkPool(Crew crew, int mostRunning, int mostWaiting) {
        this.crew = crew;
        this.mostRunning = mostRunning;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Has {@code work} done. A thread of the crew says so by the last act of a task: it may be the one that does it.
     *
     * @return whether there was room
     */
    boolean offer(Runnable work) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (running >= mostRunning) {
                return waiting.size() < mostWaiting && waiting.add(work);
            }
            running++;
        }
        try {
            crew.goOn(() -> run(work));
            return true;
        } catch (RejectedExecutionException over) {
            return false;
        }
    }

    /** No work sees the context class loader that the work before may have left. */
    private void run(Runnable work) {
        Thread.currentThread().setContextClassLoader(null);
        try {
            work.run();
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        running--;
        fill();
    }

    private void fill() {
        while (running < mostRunning && !waiting.isEmpty()) {
            Runnable next = waiting.remove();
            running++;
            crew.execute(() -> run(next));
        }
    }

    /** From now on there is a thread more, or one less, and as much more or less is done at a time. */
    synchronized void resize(int by) {
        crew.resize(by);
        mostRunning += by;
        fill();
    }

    /** Takes nothing more, and drops what has not begun. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
