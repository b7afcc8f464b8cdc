package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Work;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a gateway's work done in the host's pools. Java cannot kill work that never ends: who waits for it is told so, its thread is
 * replaced by another, and a plug-in that keeps too many is given no more work.
 */
final class Workshop {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final Host host;
    private final Admission admission;
    private final Counters counters;
    private final Map<String, Integer> overdue = new ConcurrentHashMap<>();

    Workshop(Host host, Admission admission, Counters counters) {
        this.host = host;
        this.admission = admission;
        this.counters = counters;
    }

    /**
     * Has {@code work} done.
     *
     * @param wanted asked when its turn has come: whether anybody still waits for it
     * @param answer told once how it ended, or that it was not done; not at all if it is wanted no more
     */
    void offload(Work<?> work, RandomSource random, BooleanSupplier wanted, Consumer<Outcome> answer) {
        if (overdue.getOrDefault(work.name(), 0) >= MOST_OVERDUE) {
            counters.add("work-of-the-endless");
            answer.accept(new Outcome.Failed(new Unavailable(work.name() + " is given no work: " + MOST_OVERDUE
                    + " of its tasks have not ended; update or remove its bundle, then restart")));
        } else if (!host.work(work.kind(), new Task(work, random, wanted, answer))) {
            admission.busy();
            counters.add("work-refused");
            answer.accept(new Outcome.Failed(new Unavailable("busy: no room for " + work.name() + " now")));
        }
    }

    private static long patience(Work.Kind kind) {
        return kind == Work.Kind.COMPUTES ? COMPUTING_MILLIS : WAITING_MILLIS;
    }

    /** One piece of work on its way through a pool. */
    private final class Task implements Runnable {
        private final Work<?> work;
        private final RandomSource random;
        private final BooleanSupplier wanted;
        private final Consumer<Outcome> answer;
        private boolean ended;
        private Host.Cancellation spare = () -> {};

        Task(Work<?> work, RandomSource random, BooleanSupplier wanted, Consumer<Outcome> answer) {
            this.work = work;
            this.random = random;
            this.wanted = wanted;
            this.answer = answer;
        }

        @Override
        public void run() {
            if (!wanted.getAsBoolean()) {
                return;
            }
            Thread worker = Thread.currentThread();
            Host.Cancellation watch = host.later(patience(work.kind()), () -> overdue(worker));
            Outcome outcome = outcome();
            watch.cancel();
            if (end()) {
                answer.accept(outcome);
            } else {
                outcome.discard();
                spare.cancel();
                overdue.computeIfPresent(work.name(), (name, count) -> count == 1 ? null : count - 1);
            }
        }

        /** Whatever a plug-in throws comes back to the lane: a task that vanished would leave its negotiation waiting. */
        private Outcome outcome() {
            try {
                return new Outcome.Done(work.run(random));
            } catch (Throwable failed) {
                return new Outcome.Failed(failed);
            }
        }

        /** Whether it ends now, and had not been given up. */
        private synchronized boolean end() {
            boolean first = !ended;
            ended = true;
            return first;
        }

        private synchronized void overdue(Thread worker) {
            if (!end()) {
                return;
            }
            spare = host.spare(work.kind());
            int count = overdue.merge(work.name(), 1, Integer::sum);
            counters.add("work-overdue");
            String why = work.name() + " has not ended its work after " + patience(work.kind()) / 1_000 + " s";
            StackTraceElement[] at = worker.getStackTrace();
            LOG.warn(
                    "{}, which is given up; now {} of at most {}; it is at {}",
                    why,
                    count,
                    MOST_OVERDUE,
                    at.length == 0 ? "its end" : at[0]);
            answer.accept(new Outcome.Failed(new Unavailable(why)));
        }
    }

    /** Each keeps a thread, and if it computes a processor; a plug-in with so many will not end the next either. */
    static final int MOST_OVERDUE = 4;

    /** A half-open lifetime: nobody waits for a key exchange that takes longer. */
    static final long COMPUTING_MILLIS = Limits.HALF_OPEN_MILLIS;

    /** The JDK alone waits 90 s for a KDC that is silent. */
    static final long WAITING_MILLIS = 120_000;
}
