package dev.parley.ikev1;

import dev.parley.ikev1.phase1.Setting;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Role;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an ISAKMP SA says of itself in a list. */
final class Facts {
    private Facts() {}

    static Map<String, String> of(Ikev1Sa sa) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("connection", sa.policy().name());
        facts.put("state", sa.ended().isPresent() ? "closing" : "established");
        facts.put("role", sa.role().name().toLowerCase(Locale.ROOT));
        facts.put("peer", sa.peer().toString());
        facts.put("local", sa.path().local().toString());
        facts.put("remote", sa.path().remote().toString());
        facts.put("spiI", sa.initiatorCookie().toString());
        facts.put("spiR", sa.responderCookie().toString());
        facts.put("suite", sa.suite().toString());
        facts.put("nat", sa.path().weAreBehindNat() ? "us" : sa.path().peerIsBehindNat() ? "peer" : "none");
        facts.put(
                "children",
                String.join(
                        ",", sa.children().all().stream().map(ChildPair::name).toList()));
        return facts;
    }

    /** Before there is one. */
    static Map<String, String> of(Setting setting) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("connection", setting.role() == Role.INITIATOR ? name(setting) : "");
        facts.put("state", "connecting");
        facts.put("role", setting.role().name().toLowerCase(Locale.ROOT));
        facts.put("local", setting.local().toString());
        facts.put("remote", setting.remote().toString());
        facts.put("spiI", setting.initiatorCookie().toString());
        return facts;
    }

    private static String name(Setting setting) {
        return setting.policies().stream().findFirst().map(Policy::name).orElse("");
    }
}
