package dev.parley.simulator;

import dev.parley.engine.Host;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;

/** A host without threads: lanes, timers and work are events of one timeline, and chance comes from a seed. */
final class SimulatedHost implements Host {
    /** 2026-01-01T00:00:00Z: what the wall clocks show, but for their offsets, when a world begins. */
    static final long WALL_START = 1_767_225_600_000L;

    private final Timeline timeline;
    private final Chance random;
    private final Chance latency;
    private final WorkLatency workLatency;
    private long wallOffset;
    private boolean halted;
    private int atWork;

    /** How long a piece of work takes, in milliseconds, both included. */
    record WorkLatency(long least, long most) {}

    SimulatedHost(Timeline timeline, Chance random, WorkLatency workLatency, long wallOffset) {
        this.timeline = timeline;
        this.latency = random.fork();
        this.random = random;
        this.workLatency = workLatency;
        this.wallOffset = wallOffset;
    }

    @Override
    public Moment now() {
        return new Moment(timeline.now(), WALL_START + wallOffset + timeline.now());
    }

    @Override
    public RandomSource random() {
        return random;
    }

    @Override
    public Cancellation later(long delayMillis, Runnable task) {
        return timeline.after(delayMillis, () -> perform(task));
    }

    /** One thread and the order of the timeline already make every lane serial. */
    @Override
    public Queue lane() {
        return task -> later(0, task);
    }

    @Override
    public boolean work(Work.Kind kind, Runnable task) {
        atWork++;
        later(latency.between(workLatency.least(), workLatency.most()), () -> {
            atWork--;
            task.run();
        });
        return true;
    }

    /** From now on the wall clock is {@code millis} ahead of one that is right. */
    void wallOffset(long millis) {
        wallOffset = millis;
    }

    /** Pieces of work that have begun and not ended. */
    int atWork() {
        return halted ? 0 : atWork;
    }

    /** Power off: nothing that was due here happens any more. */
    void halt() {
        halted = true;
    }

    private void perform(Runnable task) {
        if (!halted) {
            task.run();
        }
    }
}
