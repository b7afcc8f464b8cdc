package dev.parley.ikev2.sa;

/** What is to become of a child (RFC 7296 sections 1.4.1, 2.8 and 2.8.1). */
enum ChildLife {
    /** It carries traffic. */
    USED,
    /** The peer has put another in its place, and is about to delete it. */
    SUPERSEDED,
    /** Our own DELETE of it is on its way, or waits for its turn. */
    CLOSING
}
