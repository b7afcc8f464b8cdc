package dev.parley.ipsec;

import java.util.Locale;

/** How an SA wraps packets (RFC 4301 section 4.1). */
public enum Mode {
    TUNNEL,
    TRANSPORT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
