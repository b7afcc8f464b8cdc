package dev.parley.ikev2;

import dev.parley.ikev2.sa.Settings;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a policy for IKEv2, in the words of a configuration. */
final class PolicyMistakes {
    private PolicyMistakes() {}

    static List<String> of(Policy policy) {
        List<String> mistakes = new ArrayList<>();
        PolicyEnd remote = policy.remote();
        if (remote.endpoint().address().isZero() && remote.identity().value().isZero()) {
            mistakes.add("remote: 'id' is missing: from any address a peer is known by its identity alone");
        }
        if (policy.secret().isEmpty()) {
            mistakes.add("secret: it is missing, and so is 'secretFile'; write \"secretFile\": \"peer.key\"");
        }
        mistakes.addAll(Settings.mistakes(policy.settings()));
        return mistakes;
    }
}
