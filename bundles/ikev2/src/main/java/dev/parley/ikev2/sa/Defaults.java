package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Backoff;

/** Numbers of this implementation; those of the specification are where they are used. */
public final class Defaults {
    /** Until the peer has answered: 35 seconds in all, since a person waits. */
    public static final Backoff HANDSHAKE = new Backoff(500, 1.6, 8);

    /** On an established SA: a dozen times over four minutes, as RFC 7296 section 2.4 advises. */
    public static final Backoff ESTABLISHED = new Backoff(500, 1.6, 12);

    /** Seconds without a word from the peer before it is asked whether it lives; setting {@code liveness}. */
    public static final long LIVENESS_SECONDS = 30;

    /** CHILD_SAs of an IKE SA: one, and another while it is replaced. */
    static final int USUAL_CHILDREN = 2;

    /** Milliseconds between NAT-keepalives (RFC 3948 section 4). */
    public static final long KEEPALIVE_MILLIS = 20_000;

    /** Milliseconds that a closed SA still answers retransmissions: the peer's last answer may have been lost. */
    public static final long LINGER_MILLIS = 10_000;

    /** Milliseconds between two copies of one cached answer: an honest peer waits longer. */
    public static final long REPLAY_GAP_MILLIS = 50;

    /** Milliseconds between liveness checks caused by hints that anybody could have forged (RFC 7296 section 2.21.4). */
    public static final long HINT_GAP_MILLIS = 10_000;

    /**
     * Octets of a first message that are kept of somebody who has not shown that he receives at his address: it cannot come in fragments,
     * so honest ones fit in three packets of Ethernet, the largest post-quantum public values of RFC 9370 included.
     */
    public static final int FIRST_OCTETS = 4_096;

    /** Answers to one IKE_SA_INIT that are followed at once (RFC 7296 section 2.4); each costs a key exchange. */
    public static final int MAX_CANDIDATES = 4;

    /** IKE SAs of one negotiation that a peer may have rekeyed without letting us forget the old ones: some kilooctets each. */
    public static final int MAX_SUCCESSORS = 6;

    /** Children of one IKE SA: a peer that asks for more gets NO_ADDITIONAL_SAS (RFC 7296 section 1.3). */
    public static final int MAX_CHILDREN = 64;

    /** COOKIE and INVALID_KE_PAYLOAD answers that are acted upon: a forger could send them for ever (RFC 7296 section 2.6). */
    public static final int MAX_RESTARTS = 4;

    /** Sendings of IKE_SA_INIT after which an unauthenticated error is believed, if no better answer came (section 2.21.1). */
    public static final int PATIENT_SENDINGS = 3;

    /** Requests for one child or one new IKE SA, TEMPORARY_FAILURE and INVALID_KE_PAYLOAD answers among them. */
    public static final int MAX_ATTEMPTS = 6;

    /**
     * Milliseconds before a request is made again after TEMPORARY_FAILURE, doubled each time, and up to half as many again by chance:
     * {@link #MAX_ATTEMPTS} of them take two and a half to four minutes (section 2.25).
     */
    public static final long RETRY_MILLIS = 5_000;

    /** A soft lifetime is this many hundredths of the hard one, less up to {@link #JITTER_PERCENT} (section 2.8). */
    public static final long SOFT_PERCENT = 90;

    /**
     * Hundredths of a lifetime after which a replacement that the peer refused is asked for again: some three to ten times before the
     * hard lifetime is over.
     */
    public static final long AGAIN_PERCENT = 3;

    /** Keeps two ends with the same lifetime from rekeying at once. */
    public static final long JITTER_PERCENT = 20;

    /** Milliseconds for a new IKE SA and all its children when it is to take an old one's place: some handshakes' time. */
    public static final long REAUTHENTICATION_MILLIS = 180_000;

    /** Milliseconds after a reauthentication that came to nothing until it is tried again. */
    public static final long REAUTHENTICATE_AGAIN_MILLIS = 60_000;

    /** Milliseconds that the peer has to delete what it has replaced; then we do. */
    public static final long REPLACED_MILLIS = 60_000;

    /** Requests of the peer that we keep; setting {@code window}. More than one is for those who want it (RFC 7296 section 2.3). */
    public static final int WINDOW = 1;

    /**
     * Requests in flight, of either side, that a window may have: each of the peer's may cost a key exchange at once, and each answer is
     * kept, some kilooctets in all (RFC 7296 section 2.3).
     */
    public static final int MAX_WINDOW = 16;

    /** Octets of our nonces: at least half the key size of every PRF (RFC 7296 section 2.10). */
    public static final int NONCE_OCTETS = 32;

    private Defaults() {}
}
