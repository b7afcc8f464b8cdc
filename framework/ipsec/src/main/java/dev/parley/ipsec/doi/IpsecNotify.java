package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Names;
import dev.parley.isakmp.doi.NotifyType;

/** Notify message types of the IPsec DOI (RFC 2407 section 4.6.3). They travel under the protection of an ISAKMP SA only. */
public final class IpsecNotify {
    public static final int RESPONDER_LIFETIME = 24576;
    public static final int REPLAY_STATUS = 24577;
    public static final int INITIAL_CONTACT = 24578;

    private static final Names NAMES = Names.of("""
            24576 RESPONDER-LIFETIME
            24577 REPLAY-STATUS
            24578 INITIAL-CONTACT""");

    private IpsecNotify() {}

    /** The name of a type of this DOI or a general one. */
    public static String name(int type) {
        return isOwn(type) ? NAMES.name(type, "notify ") : NotifyType.name(type);
    }

    /** Whether {@code type} is of this DOI. */
    static boolean isOwn(int type) {
        return type >= RESPONDER_LIFETIME && type <= INITIAL_CONTACT;
    }
}
