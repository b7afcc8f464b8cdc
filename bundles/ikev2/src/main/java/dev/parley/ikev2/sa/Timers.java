package dev.parley.ikev2.sa;

/** The timers of an IKE SA, by name. */
public final class Timers {
    public static final String RETRANSMIT = "retransmit";
    /** The peer has been quiet for a while. */
    public static final String LIVENESS = "liveness";

    public static final String KEEPALIVE = "keepalive";
    /** The IKE SA has lived as long as it may. */
    public static final String LIFETIME = "lifetime";
    /** A child has lived as long as it may; its inbound SPI follows. */
    public static final String CHILD_LIFETIME = "child-lifetime/";
    /** Retransmissions need not be answered any longer. */
    public static final String LINGER = "linger";

    private Timers() {}
}
