package dev.parley.ikev1.sa;

import dev.parley.isakmp.negotiation.Backoff;

/** Numbers of this implementation; those of the specification are where they are used. */
public final class Defaults {
    /** Until the peer has answered: 35 seconds in all, since a person waits (RFC 2408 section 5.1 gives no number). */
    public static final Backoff HANDSHAKE = new Backoff(500, 1.6, 8);

    /** Sendings of a question whether the peer lives: a dozen times over four minutes. */
    public static final Backoff LIVENESS = new Backoff(500, 1.6, 12);

    /** Seconds without a word from the peer before it is asked whether it lives; setting {@code liveness}. */
    public static final long LIVENESS_SECONDS = 30;

    /** Milliseconds between NAT-keepalives (RFC 3948 section 4). */
    public static final long KEEPALIVE_MILLIS = 20_000;

    /**
     * Messages that might be the real one and are followed at once, until a peer has proven itself; each may cost a key exchange.
     * With a forged copy beside every datagram of both ends some ten are alive at a time.
     */
    public static final int MAX_CANDIDATES = 16;

    /** Messages of phase 2 that are kept while the last one of phase 1 is judged; an honest peer has sent one. */
    public static final int MAX_EARLY = 4;

    /** Sendings after which an unauthenticated error is believed, if no better answer came. */
    public static final int PATIENT_SENDINGS = 3;

    /** Octets of our nonces, of 8 to 256 (RFC 2409 section 5). */
    public static final int NONCE_OCTETS = 32;

    /** Pairs of SAs of one ISAKMP SA, and Quick Modes at work: some kilooctets each. */
    public static final int MAX_CHILDREN = 64;

    /**
     * Message IDs that an ISAKMP SA remembers, so that nothing of it can be replayed; with one question of life every 30 seconds it is
     * replaced after two weeks.
     */
    public static final int MAX_MESSAGE_IDS = 40_000;

    /**
     * Milliseconds after which an ISAKMP SA without any pair is ended: a forged first message may have left one behind of which the peer
     * knows nothing, and what is only kept in reserve costs less to make again.
     */
    public static final long IDLE_MILLIS = 120_000;

    /** Copies of a deletion, which nobody acknowledges (RFC 2408 section 5.15), and milliseconds between them. */
    public static final int DELETE_COPIES = 4;

    public static final long DELETE_AGAIN_MILLIS = 300;

    /** A soft lifetime is this many hundredths of the hard one, less up to {@link #JITTER_PERCENT}. */
    public static final long SOFT_PERCENT = 90;

    /** Keeps two ends with the same lifetime from rekeying at once. */
    public static final long JITTER_PERCENT = 20;

    /** Milliseconds that a peer has to delete what it has replaced; then we do. strongSwan leaves it to us. */
    public static final long REPLACED_MILLIS = 10_000;

    /** Milliseconds for which a replaced pair still receives what is on its way. */
    public static final long RETIRE_MILLIS = 1_000;

    private Defaults() {}
}
