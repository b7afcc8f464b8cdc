package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Names;

/** Attributes of AH and ESP transforms and their values (RFC 2407 section 4.5, RFC 3947 section 5.1). */
public final class AttributeType {
    public static final int SA_LIFE_TYPE = 1;
    public static final int SA_LIFE_DURATION = 2;
    public static final int GROUP_DESCRIPTION = 3;
    public static final int ENCAPSULATION_MODE = 4;
    public static final int AUTHENTICATION_ALGORITHM = 5;
    public static final int KEY_LENGTH = 6;

    /** Values of {@link #SA_LIFE_TYPE}. */
    public static final int SECONDS = 1;

    public static final int KILOBYTES = 2;

    private static final Names NAMES = Names.of("""
            1 SA Life Type
            2 SA Life Duration
            3 Group Description
            4 Encapsulation Mode
            5 Authentication Algorithm
            6 Key Length
            7 Key Rounds
            8 Compress Dictionary Size
            9 Compress Private Algorithm
            10 ECN Tunnel
            11 Extended (64-bit) Sequence Number""");

    private AttributeType() {}

    public static String name(int type) {
        return NAMES.name(type, "attribute ");
    }
}
