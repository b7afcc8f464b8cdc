package dev.parley.ikev2.message;

/** Security protocol identifiers (RFC 7296 section 3.3.1). */
public final class ProtocolId {
    public static final int IKE = 1;
    public static final int AH = 2;
    public static final int ESP = 3;

    private static final Names NAMES = Names.of("""
            1 IKE
            2 AH
            3 ESP
            4 FC_ESP_HEADER
            5 FC_CT_AUTHENTICATION""");

    private ProtocolId() {}

    /** IANA's name, or {@code protocol} and the number. */
    public static String name(int protocol) {
        return NAMES.name(protocol, "protocol ");
    }
}
