package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;

/** Time, chance and threads: all that router, lanes and effects stand on. Real threads are one host, a simulation another. */
@ConsumerType
public interface Host {
    Moment now();

    RandomSource random();

    /** Runs {@code task} once, {@code delayMillis} from now, unless it is cancelled before. */
    Cancellation later(long delayMillis, Runnable task);

    /** A new serial queue. */
    Queue lane();

    /**
     * Runs {@code task} in the pool for its kind. Who says so on a lane does it as the last act of a task.
     *
     * @return whether there was room; a full pool never throws and never blocks
     */
    boolean work(Work.Kind kind, Runnable task);

    /**
     * Gives the pool for {@code kind} one thread more, since one of its threads does not come back; in a world without threads
     * nothing.
     *
     * @return takes it away again: the thread has come back after all
     */
    default Cancellation spare(Work.Kind kind) {
        return () -> {};
    }

    /** Runs its tasks one after the other, in order. */
    @FunctionalInterface
    interface Queue extends Executor {
        /**
         * Like {@link #execute}, by the last act of a task of the same host: a host with threads goes on with it when that task has
         * returned, rather than wake another thread for it.
         */
        default void goOn(Runnable task) {
            execute(task);
        }
    }

    /** Takes back what {@link #later} promised. */
    @FunctionalInterface
    interface Cancellation {
        void cancel();
    }
}
