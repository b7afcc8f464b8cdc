package dev.parley.isakmp.negotiation;

/** How busy the host is with peers that have proven nothing. */
public enum Load {
    /** Let everybody in. */
    CALM,
    /** Let in only who shows that it receives at its address. */
    CROWDED,
    /** Let nobody new in. */
    FULL
}
