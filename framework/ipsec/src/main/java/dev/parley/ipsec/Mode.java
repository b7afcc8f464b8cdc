package dev.parley.ipsec;

/** How an SA wraps packets (RFC 4301 section 4.1). */
public enum Mode {
    TUNNEL,
    TRANSPORT
}
