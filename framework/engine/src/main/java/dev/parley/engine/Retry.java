package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a connection that failed or was lost is begun again: soon and ever less often if nobody answers, after minutes if the peer says
 * no. All waits have jitter, so that many that failed together do not come back together, nor two ends at once.
 */
final class Retry {
    private final RandomSource random;
    private int failures;
    private long succeeded = Long.MIN_VALUE / 2;
    private OptionalLong next = OptionalLong.empty();

    Retry(RandomSource random) {
        this.random = random;
    }

    /** Somebody wants it now, whatever happened before. */
    void forget() {
        failures = 0;
    }

    /** It stands. */
    void succeeded(long now) {
        succeeded = now;
    }

    /** Whether another attempt is planned. */
    boolean planned() {
        return next.isPresent();
    }

    /** How long until then. */
    OptionalLong remaining(long now) {
        return next.isPresent() ? OptionalLong.of(Math.max(0, next.getAsLong() - now)) : next;
    }

    /** Plans the attempt after one that failed with {@code why}. */
    void failed(Refusal why, long now, List<ConnectionEffect> out) {
        int times = failures++;
        plan(
                saysNo(why)
                        ? grown(REFUSED_MILLIS, times, LONGEST_REFUSED_MILLIS)
                        : grown(FIRST_MILLIS, times, LONGEST_MILLIS),
                why.getMessage(),
                now,
                out);
    }

    /** Plans the attempt after it was lost: at once, unless it has been lost again and again. */
    void lost(long now, List<ConnectionEffect> out) {
        boolean stood = now - succeeded >= STABLE_MILLIS;
        failures = stood ? 0 : failures + 1;
        plan(
                stood ? random.below(FIRST_MILLIS) : grown(FIRST_MILLIS, failures - 1, LONGEST_MILLIS),
                "its SAs are gone",
                now,
                out);
    }

    /** Plans a look at whether something is amiss. */
    void look(long now, List<ConnectionEffect> out) {
        plan(jittered(LOOK_MILLIS), "its SAs have changed", now, out);
    }

    /** Nothing is planned any more. */
    void stop(List<ConnectionEffect> out) {
        if (next.isPresent()) {
            next = OptionalLong.empty();
            out.add(new ConnectionEffect.StopTimer(TIMER));
        }
    }

    private void plan(long millis, String why, long now, List<ConnectionEffect> out) {
        next = OptionalLong.of(now + millis);
        out.add(new ConnectionEffect.StartTimer(TIMER, millis));
        out.add(new ConnectionEffect.Note("connection-waits", "again in " + millis + " ms: " + why));
    }

    /** A peer that is silent, or a failure of our own, passes; a refusal waits for a person on either side. */
    private static boolean saysNo(Refusal why) {
        return why.blame() == Blame.AUTHENTICATION_FAILED
                || why.blame() != Blame.LOCAL_FAILURE && why.code().isPresent();
    }

    private long grown(long first, int times, long longest) {
        return jittered(Math.min(longest, first << Math.min(times, DOUBLINGS)));
    }

    private long jittered(long millis) {
        return millis - random.below(millis / JITTER_PART + 1);
    }

    /** The name of its timer. */
    static final String TIMER = "retry";

    /** A gateway that was restarted is back by then, and nobody has been waiting for long. */
    static final long FIRST_MILLIS = 2_000;

    /** A peer that is away for days is asked once a minute. */
    static final long LONGEST_MILLIS = 60_000;

    /** A person who mends a configuration needs longer, and the peer's log is not to be filled meanwhile. */
    static final long REFUSED_MILLIS = 60_000;

    /** Four lines an hour in the peer's log; a person who cannot wait says {@code up}. */
    static final long LONGEST_REFUSED_MILLIS = 15 * 60_000;

    /** What stood so long was no part of a quarrel: its loss is a new story. */
    static final long STABLE_MILLIS = 60_000;

    /** The peer that began it, or replaces an SA, has had its time for the rest. */
    private static final long LOOK_MILLIS = 5_000;

    /** Up to a quarter less. */
    private static final int JITTER_PART = 4;

    private static final int DOUBLINGS = 16;
}
