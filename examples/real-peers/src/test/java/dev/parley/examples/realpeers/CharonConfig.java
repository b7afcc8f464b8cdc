package dev.parley.examples.realpeers;

import java.util.HashMap;
import java.util.Map;

/** What fills the names in {@code rig/swanctl.conf} and {@code rig/strongswan.conf}. */
record CharonConfig(Map<String, String> values) {
    CharonConfig {
        values = Map.copyOf(values);
    }

    /** The peer of a Parley (or another strongSwan) on the other side that was configured with the same suite. */
    static CharonConfig of(Side side, Suite suite) {
        return new CharonConfig(Map.ofEntries(
                Map.entry("local", side.address),
                Map.entry("remote", side.other().address),
                Map.entry("localId", side.identity),
                Map.entry("remoteId", side.other().identity),
                Map.entry("localSelector", side.selector()),
                Map.entry("remoteSelector", side.other().selector()),
                Map.entry("ike", suite.charonIke),
                Map.entry("esp", suite.charonEsp),
                Map.entry("secret", "interop-secret"),
                Map.entry("liveness", "0"),
                Map.entry("unique", "no"),
                Map.entry("version", "2"),
                Map.entry("aggressive", "no"),
                Map.entry("mode", "tunnel"),
                Map.entry("encap", "no"),
                Map.entry("remotePort", "500"),
                Map.entry("cookieThreshold", "30")));
    }

    CharonConfig with(String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        if (changed.put(name, value) == null) {
            throw new IllegalArgumentException("no ${" + name + "} in the rig's templates");
        }
        return new CharonConfig(changed);
    }
}
