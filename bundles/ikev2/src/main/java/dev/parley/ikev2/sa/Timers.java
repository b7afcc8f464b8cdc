package dev.parley.ikev2.sa;

import java.util.List;

/** The timers of an IKE SA, by name. */
public final class Timers {
    /** A request of ours is not answered; its Message ID follows. */
    public static final String RETRANSMIT = "retransmit/";
    /** The peer has been quiet for a while. */
    public static final String LIVENESS = "liveness";

    public static final String KEEPALIVE = "keepalive";
    /** The IKE SA has lived as long as it may. */
    public static final String LIFETIME = "lifetime";
    /** It is time to replace the IKE SA. */
    public static final String REKEY = "rekey";
    /** The negotiation's own, whichever IKE SA it has: it is time to prove again who both are, or that should have been done. */
    public static final String REAUTHENTICATE = "reauthenticate";
    /** A request that the peer could not answer for the moment is made again; a number follows. */
    public static final String RETRY = "retry/";
    /** A child's; it moves with the child from one IKE SA to the next. Its inbound SPI follows. */
    public static final String CHILD = "child/";
    /** It is time to replace the child. */
    public static final String CHILD_REKEY = CHILD + "rekey/";
    /** The child has lived as long as it may. */
    public static final String CHILD_LIFETIME = CHILD + "lifetime/";
    /** Retransmissions need not be answered any longer. */
    public static final String LINGER = "linger";

    /** Those that end with their IKE SA, but for the retries and retransmissions. */
    public static final List<String> OF_AN_IKE_SA = List.of(LIVENESS, KEEPALIVE, REKEY, LIFETIME);

    private Timers() {}
}
