package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Names;

/** Identification types (RFC 2407 section 4.6.2.1). */
public final class IdType {
    public static final int IPV4_ADDR = 1;
    public static final int FQDN = 2;
    public static final int USER_FQDN = 3;
    public static final int IPV4_ADDR_SUBNET = 4;
    public static final int IPV6_ADDR = 5;
    public static final int IPV6_ADDR_SUBNET = 6;
    public static final int IPV4_ADDR_RANGE = 7;
    public static final int IPV6_ADDR_RANGE = 8;
    public static final int DER_ASN1_DN = 9;
    public static final int DER_ASN1_GN = 10;
    public static final int KEY_ID = 11;

    private static final Names NAMES = Names.of("""
            1 ID_IPV4_ADDR
            2 ID_FQDN
            3 ID_USER_FQDN
            4 ID_IPV4_ADDR_SUBNET
            5 ID_IPV6_ADDR
            6 ID_IPV6_ADDR_SUBNET
            7 ID_IPV4_ADDR_RANGE
            8 ID_IPV6_ADDR_RANGE
            9 ID_DER_ASN1_DN
            10 ID_DER_ASN1_GN
            11 ID_KEY_ID""");

    private IdType() {}

    public static String name(int type) {
        return NAMES.name(type, "ID type ");
    }
}
