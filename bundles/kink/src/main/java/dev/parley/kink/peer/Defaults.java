package dev.parley.kink.peer;

import dev.parley.isakmp.negotiation.Backoff;

/** Numbers of this implementation; those of the specification are where they are used. */
public final class Defaults {
    /** Five sendings in 31 seconds, as the deployed peer does; truncated exponential back-off is asked for (RFC 4430 section 9). */
    public static final Backoff SENDINGS = new Backoff(1_000, 2, 5);

    /** Milliseconds by which clocks may differ (RFC 4120 section 8.2). */
    public static final long SKEW_MILLIS = 300_000;

    /** Milliseconds before our beginning at which a command may have set out that is on its way still: it will be repeated. */
    public static final long IN_FLIGHT_MILLIS = 2_000;

    /** Milliseconds that what was heard is remembered: longer than a stamp from a clock ahead of ours is good, twice the skew. */
    public static final long MEMORY_MILLIS = 2 * SKEW_MILLIS + 1_000;

    /** Stamps of one peer that are remembered at once; a peer that says more in ten minutes waits. */
    public static final int MAX_STAMPS = 8_192;

    /** Transactions of one peer that are remembered at once, about a kilooctet each. */
    public static final int MAX_ANSWERS = 1_024;

    /** SPIs of one peer that are remembered as deleted; the oldest give way. */
    public static final int MAX_TOMBSTONES = 256;

    /** Pairs of SAs with one peer, those that are being made among them. */
    public static final int MAX_PAIRS = 256;

    /** Milliseconds that an SA lives on after its DELETE at the least: two round trips of a slow path (RFC 4430 section 3.3). */
    public static final long GRACE_MILLIS = 1_000;

    /** Milliseconds that a ticket must still live when a transaction begins: all its sendings, and as much again (section 9). */
    public static final long TICKET_MARGIN_MILLIS = 2 * SENDINGS.total();

    /** Times that one wish is begun again because a ticket had expired or clocks differed. */
    public static final int MAX_ATTEMPTS = 3;

    /** Times that a DELETE which we owe is tried, a cycle of sendings each; then the peer has been silent for too long. */
    public static final int MAX_DEBT_CYCLES = 4;

    /** Milliseconds after which a DELETE that we owe is of no use any more: SAs do not live longer (RFC 2407 section 4.5). */
    public static final long DEBT_LIFE_MILLIS = 28_800_000;

    /** Milliseconds until an unanswered debt is tried again, doubled each time. */
    public static final long DEBT_PAUSE_MILLIS = 60_000;

    /** SPIs that we owe a DELETE for; the oldest give way. */
    public static final int MAX_DEBTS = 256;

    /** Octets of our nonces; RFC 2409 section 5 allows 8 to 256. */
    public static final int NONCE_OCTETS = 16;

    /** Seconds without a word from the peer before its epoch is asked for; setting {@code kink.liveness}. */
    public static final long LIVENESS_SECONDS = 30;

    private Defaults() {}
}
