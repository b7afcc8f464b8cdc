package dev.parley.kink.exchange;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.peer.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What is wrong with a policy for KINK, in the words of a configuration. */
public final class PolicyMistakes {
    private PolicyMistakes() {}

    public static List<String> of(Policy policy) {
        List<String> mistakes = new ArrayList<>(Settings.mistakes(policy.settings()));
        if (policy.secret().isPresent()) {
            mistakes.add("secret: KINK has none, a KDC vouches for both ends; take it out and write " + Settings.KEYTAB
                    + " into the settings");
        }
        policy.children().forEach(child -> of(child, mistakes));
        return mistakes;
    }

    private static void of(ChildPolicy child, List<String> mistakes) {
        String place = "children." + child.name();
        if (child.local().size() > 1 || child.remote().size() > 1) {
            mistakes.add(place + ": a Quick Mode names one selector on each side; make it several children");
        }
        try {
            Offer.proposals(child, OptionalInt.empty(), Bytes.zeros(IpsecDoi.SPI_OCTETS));
        } catch (IllegalArgumentException unnamed) {
            mistakes.add(place + ".suites: " + unnamed.getMessage());
        }
    }
}
