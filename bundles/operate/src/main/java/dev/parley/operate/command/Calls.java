package dev.parley.operate.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that run now: who takes their code away ends them first. Safe for several threads. */
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Set<Thread> running = new HashSet<>();
    private boolean over;

    /**
     * Runs {@code command} on this thread, which is interrupted by {@link #end}.
     *
     * @return its exit code
     * @throws IllegalStateException if no command is to begin any more
     */
    public int run(IntSupplier command) {
        begin();
        try {
            return command.getAsInt();
        } finally {
            ended();
        }
    }

    private synchronized void begin() {
        if (over) {
            throw new IllegalStateException("dev.parley.operate is stopped: start it and look its service up again");
        }
        running.add(Thread.currentThread());
    }

    private synchronized void ended() {
        running.remove(Thread.currentThread());
        if (over) {
            Thread.interrupted(); // it was for the command, which is over, and not for who called it
        }
        notifyAll();
    }

    /** Interrupts what runs, and waits for it: {@link #PATIENCE_MILLIS} at most. */
    public synchronized void end() {
        over = true;
        running.forEach(Thread::interrupt);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            for (long left = PATIENCE_MILLIS; left > 0 && othersRun(); left = millisTo(until)) {
                wait(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (othersRun()) {
            List<String> names = running.stream().map(Thread::getName).toList();
            LOG.warn("A command still runs although its bundle is stopped, on thread {}", names);
        }
    }

    /** A command may stop its own bundle. */
    private boolean othersRun() {
        return running.stream().anyMatch(thread -> thread != Thread.currentThread());
    }

    private static long millisTo(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    }

    /** A goodbye to peers and the removal of SAs fit in; Declarative Services gives up on a component not much later. */
    private static final long PATIENCE_MILLIS = 5_000;
}
