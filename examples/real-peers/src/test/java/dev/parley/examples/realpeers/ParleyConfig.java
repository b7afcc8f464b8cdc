package dev.parley.examples.realpeers;

/**
 * What {@code parley serve} reads: one connection with one child, on side A.
 *
 * @param ike the suite of the IKE SA as JSON
 * @param esp the suite of the child as JSON
 * @param localSelector what is to be protected on our side
 * @param settings the protocol's own settings as JSON
 */
record ParleyConfig(String ike, String esp, String secret, String localSelector, String settings) {
    static ParleyConfig of(Suite suite) {
        return new ParleyConfig(suite.parleyIke, suite.parleyEsp, "interop-secret", Side.A.selector(), "{}");
    }

    ParleyConfig withIke(String suite) {
        return new ParleyConfig(suite, esp, secret, localSelector, settings);
    }

    ParleyConfig withEsp(String suite) {
        return new ParleyConfig(ike, suite, secret, localSelector, settings);
    }

    ParleyConfig withSecret(String other) {
        return new ParleyConfig(ike, esp, other, localSelector, settings);
    }

    ParleyConfig withLocalSelector(String selector) {
        return new ParleyConfig(ike, esp, secret, selector, settings);
    }

    ParleyConfig withSettings(String object) {
        return new ParleyConfig(ike, esp, secret, localSelector, object);
    }

    String json() {
        return """
                {
                  "connections": {
                    "%s": {
                      "local": {"address": "%s", "port": 500, "encapsulatedPort": 4500, "id": "%s"},
                      "remote": {"address": "%s", "port": 500, "encapsulatedPort": 4500, "id": "%s"},
                      "secret": "%s",
                      "suites": [%s],
                      "settings": %s,
                      "children": {
                        "net": {"suites": [%s], "local": ["%s"], "remote": ["%s"]}
                      }
                    }
                  }
                }
                """.formatted(
                        CONNECTION,
                        Side.A.address,
                        Side.A.identity,
                        Side.B.address,
                        Side.B.identity,
                        secret,
                        ike,
                        settings,
                        esp,
                        localSelector,
                        Side.B.selector());
    }

    static final String CONNECTION = "to-b";
}
