package dev.parley.ikev2.sa;

/** How far an IKE SA has come. */
public enum Life {
    /** The peer is not authenticated. */
    CONNECTING,
    ESTABLISHED,
    /** Another IKE SA has its children; it is about to be deleted (RFC 7296 section 2.8). */
    REPLACED,
    /** It is being deleted, or was, and still answers retransmissions. */
    CLOSING
}
