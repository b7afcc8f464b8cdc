package dev.parley.ikev2.sa;

/** How far an IKE SA has come. */
public enum Life {
    /** The peer is not authenticated. */
    CONNECTING,
    ESTABLISHED,
    /** It is being deleted, or was, and still answers retransmissions. */
    CLOSING
}
