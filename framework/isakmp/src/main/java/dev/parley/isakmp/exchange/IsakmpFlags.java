package dev.parley.isakmp.exchange;

/** Bits of the header's Flags (RFC 2408 section 3.1). */
public final class IsakmpFlags {
    /** What follows the header is encrypted. */
    public static final int ENCRYPTION = 1;

    /** Whoever has not set it waits for CONNECTED. */
    public static final int COMMIT = 2;

    /** An Informational exchange that is authenticated and not encrypted. */
    public static final int AUTHENTICATION_ONLY = 4;

    static final int UNDEFINED = ~(ENCRYPTION | COMMIT | AUTHENTICATION_ONLY);

    private IsakmpFlags() {}
}
