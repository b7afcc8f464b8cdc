package dev.parley.simulator;

import dev.parley.engine.Host;
import java.util.PriorityQueue;

/** Virtual time: what is due happens in the order of time, and at one time in the order in which it was asked for. */
final class Timeline {
    private final PriorityQueue<Due> heap = new PriorityQueue<>();
    private long now;
    private long sequence;

    /** Milliseconds since the world began. */
    long now() {
        return now;
    }

    /** Runs {@code task} {@code delayMillis} from now, unless it is cancelled before. */
    Host.Cancellation after(long delayMillis, Runnable task) {
        Due due = new Due(now + Math.max(0, delayMillis), sequence++, task);
        heap.add(due);
        return () -> due.cancelled = true;
    }

    /** Does the next thing that is due by {@code end}; false, with the clock at {@code end}, if there is none. */
    boolean step(long end) {
        while (!heap.isEmpty() && heap.peek().at <= end) {
            Due due = heap.remove();
            if (!due.cancelled) {
                now = due.at;
                due.task.run();
                return true;
            }
        }
        now = Math.max(now, end);
        return false;
    }

    private static final class Due implements Comparable<Due> {
        private final long at;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        private Due(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }
}
