package dev.parley.ikev2;

import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.Policy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an IKE SA says of itself in a list. */
final class Facts {
    private Facts() {}

    static Map<String, String> of(IkeSa sa) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("connection", sa.policy().map(Policy::name).orElse(""));
        facts.put("state", sa.life().name().toLowerCase(Locale.ROOT));
        facts.put("role", sa.role().name().toLowerCase(Locale.ROOT));
        facts.put("peer", sa.peer().map(Object::toString).orElse(""));
        facts.put("local", sa.path().local().toString());
        facts.put("remote", sa.path().remote().toString());
        facts.put("spiI", sa.spiI().toString());
        facts.put("spiR", sa.spiR().toString());
        facts.put("suite", sa.suite().map(Object::toString).orElse(""));
        facts.put("nat", sa.path().weAreBehindNat() ? "us" : sa.path().peerIsBehindNat() ? "peer" : "none");
        facts.put(
                "children",
                String.join(",", sa.children().all().stream().map(ChildSa::name).toList()));
        facts.put(
                "unanswered",
                sa.window().outstanding().stream()
                        .filter(waiting -> waiting.sent() > 1)
                        .map(Facts::unanswered)
                        .collect(Collectors.joining(", ")));
        return facts;
    }

    /** One that has gone out once may just be on its way. */
    private static String unanswered(ExchangeWindow.Outstanding waiting) {
        return "request " + waiting.id() + " sent " + waiting.sent() + " times";
    }
}
