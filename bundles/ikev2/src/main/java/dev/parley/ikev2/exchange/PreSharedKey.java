package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;

/** What both ends of a policy know (RFC 7296 section 2.15). */
final class PreSharedKey {
    private PreSharedKey() {}

    /** @throws Refusal there is none, so nothing can be proved by it */
    static SharedSecret of(Policy policy) throws Refusal {
        return policy.secret()
                .orElseThrow(() -> new Refusal(
                        Blame.AUTHENTICATION_FAILED, "connection " + policy.name() + " has no pre-shared key"));
    }
}
