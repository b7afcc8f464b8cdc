package dev.parley.examples.realpeers;

import java.util.HashMap;
import java.util.Map;

/** What {@code parley serve} reads: one connection with one child, on side A. */
record ParleyConfig(Map<String, String> values) {
    static final String CONNECTION = "to-b";

    ParleyConfig {
        values = Map.copyOf(values);
    }

    static ParleyConfig of(Suite suite) {
        return new ParleyConfig(Map.ofEntries(
                Map.entry("protocol", "ikev2"),
                Map.entry("localId", Side.A.identity),
                Map.entry("remoteId", Side.B.identity),
                Map.entry("remotePort", "500"),
                Map.entry("settings", "{}"),
                Map.entry("ike", suite.parleyIke),
                Map.entry("esp", suite.parleyEsp),
                Map.entry("secret", "interop-secret"),
                Map.entry("traffic", traffic(Side.A.selector(), Side.B.selector()))));
    }

    /** @param suite the suite of the IKE SA as JSON */
    ParleyConfig withIke(String suite) {
        return with("ike", suite);
    }

    /** @param suite the suite of the child as JSON */
    ParleyConfig withEsp(String suite) {
        return with("esp", suite);
    }

    ParleyConfig withSecret(String other) {
        return with("secret", other);
    }

    /** @param selector what is to be protected on our side */
    ParleyConfig withLocalSelector(String selector) {
        return with("traffic", traffic(selector, Side.B.selector()));
    }

    /** @param more what a child has beside its suites, as JSON: selectors, mode, granularity */
    ParleyConfig withTraffic(String more) {
        return with("traffic", more);
    }

    ParleyConfig with(String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        if (changed.put(name, value) == null) {
            throw new IllegalArgumentException("no " + name + " here");
        }
        return new ParleyConfig(changed);
    }

    String json() {
        String json = """
                {
                  "connections": {
                    "${connection}": {
                      "protocol": "${protocol}",
                      "local": {"address": "${local}", "port": 500, "encapsulatedPort": 4500, "id": "${localId}"},
                      "remote": {"address": "${remote}", "port": ${remotePort}, "encapsulatedPort": 4500, "id": "${remoteId}"},
                      "secret": "${secret}",
                      "suites": [${ike}],
                      "settings": ${settings},
                      "children": {
                        "net": {"suites": [${esp}], ${traffic}}
                      }
                    }
                  }
                }
                """.replace("${connection}", CONNECTION)
                .replace("${local}", Side.A.address)
                .replace("${remote}", Side.B.address);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json = json.replace("${" + value.getKey() + "}", value.getValue());
        }
        return json;
    }

    private static String traffic(String local, String remote) {
        return "\"local\": [\"%s\"], \"remote\": [\"%s\"]".formatted(local, remote);
    }
}
