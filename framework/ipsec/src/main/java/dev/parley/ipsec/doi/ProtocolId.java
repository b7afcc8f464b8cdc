package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Names;

/** Security protocol identifiers (RFC 2407 section 4.4.1). */
public final class ProtocolId {
    public static final int ISAKMP = 1;
    public static final int AH = 2;
    public static final int ESP = 3;
    public static final int IPCOMP = 4;

    private static final Names NAMES = Names.of("""
            1 ISAKMP
            2 AH
            3 ESP
            4 IPCOMP""");

    private ProtocolId() {}

    public static String name(int protocol) {
        return NAMES.name(protocol, "protocol ");
    }
}
