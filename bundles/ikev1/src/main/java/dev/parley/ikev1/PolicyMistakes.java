package dev.parley.ikev1;

import dev.parley.ikev1.sa.Settings;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a policy for IKEv1, in the words of a configuration. */
final class PolicyMistakes {
    private PolicyMistakes() {}

    static List<String> of(Policy policy) {
        List<String> mistakes = new ArrayList<>();
        if (policy.secret().isEmpty()) {
            mistakes.add("secret: it is missing, and so is 'secretFile'; write \"secretFile\": \"peer.key\"");
        }
        if (policy.remote().endpoint().address().isZero() && !Settings.aggressive(policy.settings())) {
            mistakes.add("remote.address: main mode chooses a pre-shared key by the peer's address before it knows who"
                    + " the peer is (RFC 2409 section 5.4); write that address, use IKEv2, or accept aggressive mode with \""
                    + Settings.MODE + "\": \"" + Settings.AGGRESSIVE + "\", which lets who listens guess the key");
        }
        for (ChildPolicy child : policy.children()) {
            if (child.local().size() != 1 || child.remote().size() != 1) {
                mistakes.add(
                        "children." + child.name()
                                + ": a Quick Mode names one selector on each side (RFC 2409 section 5.5); make it several children");
            }
        }
        mistakes.addAll(Settings.mistakes(policy.settings()));
        return mistakes;
    }
}
