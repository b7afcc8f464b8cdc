package dev.parley.kink.peer;

import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.kink.kerberos.Stamp;

/**
 * Since when we remember the authenticators that were shown to us, and what follows for those that are shown now: who begins anew
 * has forgotten all that it saw (RFC 4120 section 3.2.3).
 */
public final class Memory {
    private Memory() {}

    /**
     * By how many milliseconds {@code stamp} is from before we began to remember, by our clock: then it may have been shown already,
     * and must not count again. Who lives will say it again by our clock.
     */
    public static long missedBy(Environment environment, Moment now, Stamp stamp) {
        long remembered = now.monotonic() - environment.since().monotonic();
        return now.wall() - remembered - stamp.millis();
    }

    /**
     * Whether {@code stamp} is from before we began to remember if its sender's clock is as far ahead of ours as may be: nothing that
     * it says may bring back keys that were in use.
     */
    public static boolean doubts(Environment environment, Moment now, Stamp stamp) {
        return missedBy(environment, now, stamp) > -Defaults.SKEW_MILLIS;
    }
}
