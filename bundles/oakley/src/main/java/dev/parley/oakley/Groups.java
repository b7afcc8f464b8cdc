package dev.parley.oakley;

import dev.parley.isakmp.conversation.NumberSpace;
import java.util.Map;

/**
 * Where a group's number counts: RFC 3526 and RFC 5903 give one for IKE's Group Description (RFC 2409 appendix A), which Quick Mode
 * says, and IKEv2's key exchange transforms took it over. Groups that came later have one in IKEv2 alone.
 */
final class Groups {
    private static final NumberSpace GROUP_DESCRIPTION = new NumberSpace("ike.group");
    private static final NumberSpace KEY_EXCHANGE = new NumberSpace("ikev2.key-exchange");

    private Groups() {}

    /** The same number in both. */
    static Map<NumberSpace, Integer> numbered(int number) {
        return Map.of(GROUP_DESCRIPTION, number, KEY_EXCHANGE, number);
    }
}
