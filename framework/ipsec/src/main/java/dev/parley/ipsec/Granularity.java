package dev.parley.ipsec;

/** How much of a child's traffic goes through one pair of SAs (RFC 4301 section 4.4.1.2, "populate from packet"). */
public enum Granularity {
    /** All of it. */
    CHILD,
    /** What passes between one address and another; each pair of addresses has SAs of its own. */
    ADDRESSES
}
