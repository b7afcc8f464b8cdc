package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** A host for tests: one thread, a clock that moves when told, work that is done when told. */
final class VirtualHost implements Host {
    private record Due(long at, long order, Runnable task) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final Deque<Runnable> works = new ArrayDeque<>();
    private final PriorityQueue<Due> later =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final RandomSource random = new Repeating(new Random(7));
    final List<Integer> spares = new ArrayList<>();
    private long now = 1_000;
    private long order;

    /** What another thread does between a decision and the task that follows from it. */
    Runnable beforeNextTask = () -> {};

    int workRoom = Integer.MAX_VALUE;

    private record Repeating(Random from) implements RandomSource {
        @Override
        public void fill(byte[] target) {
            from.nextBytes(target);
        }

        @Override
        public RandomSource fork() {
            return new Repeating(new Random(from.nextLong()));
        }
    }

    /** Runs all that is ready, and the work it asks for. */
    void run() {
        do {
            runLanes();
            Runnable work = works.poll();
            if (work != null) {
                work.run();
            }
        } while (!ready.isEmpty() || !works.isEmpty());
    }

    /** Runs all that is ready, and leaves the work undone. */
    void runLanes() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Does the next piece of work, before anything that is ready. */
    void runWork() {
        works.remove().run();
    }

    /** Lets {@code millis} go by; timers that are due only enqueue, so that a test can act before they are heard of. */
    void pass(long millis) {
        now += millis;
        while (!later.isEmpty() && later.peek().at() <= now) {
            later.poll().task().run();
        }
    }

    void passAndRun(long millis) {
        pass(millis);
        run();
    }

    int waitingLater() {
        return later.size();
    }

    @Override
    public Moment now() {
        return new Moment(now, 1_700_000_000_000L + now);
    }

    @Override
    public RandomSource random() {
        return random;
    }

    @Override
    public Cancellation later(long delayMillis, Runnable task) {
        Due due = new Due(now + delayMillis, order++, task);
        later.add(due);
        return () -> later.remove(due);
    }

    @Override
    public Queue lane() {
        return task -> {
            Runnable before = beforeNextTask;
            beforeNextTask = () -> {};
            before.run();
            ready.add(task);
        };
    }

    @Override
    public Cancellation spare(Work.Kind kind) {
        spares.add(1);
        return () -> spares.add(-1);
    }

    @Override
    public boolean work(Work.Kind kind, Runnable task) {
        return works.size() < workRoom && works.add(task);
    }
}
