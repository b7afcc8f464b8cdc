package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import java.security.GeneralSecurityException;

/** Something slow that leaves the lane and comes back as {@link Input.WorkDone}. */
public final class Work<T> {
    /** What the work spends its time with; each kind has a bounded pool. */
    public enum Kind {
        COMPUTES,
        WAITS
    }

    /** The task itself; it may use nothing but what it captured and the random source it is handed. */
    @FunctionalInterface
    public interface Task<T> {
        /**
         * @throws GeneralSecurityException the peer's octets are bad
         * @throws Unavailable we cannot now
         * @throws Refusal the negotiation says no
         */
        T run(RandomSource random) throws GeneralSecurityException, Unavailable, Refusal;
    }

    private final Kind kind;
    private final String name;
    private final Task<T> task;

    private Work(Kind kind, String name, Task<T> task) {
        this.kind = kind;
        this.name = name;
        this.task = task;
    }

    /** Work for a processor: key exchange, signatures. */
    public static <T> Work<T> computing(String name, Task<T> task) {
        return new Work<>(Kind.COMPUTES, name, task);
    }

    /** Work that waits for somebody else: a key server, a KDC, a store. */
    public static <T> Work<T> waiting(String name, Task<T> task) {
        return new Work<>(Kind.WAITS, name, task);
    }

    public Kind kind() {
        return kind;
    }

    /** Who is at work, for the person who wonders why it takes long: the plug-in's key. */
    public String name() {
        return name;
    }

    public T run(RandomSource random) throws GeneralSecurityException, Unavailable, Refusal {
        return task.run(random);
    }
}
