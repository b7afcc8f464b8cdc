package dev.parley.examples.realpeers;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code parley serve} reads: one connection of KINK with one child, on either side. */
record KinkConfig(Side side, int port, Map<String, String> settings, String suite, String start) {
    KinkConfig {
        settings = Map.copyOf(settings);
    }

    /** Each end is {@code kink/ADDRESS@REALM}. */
    static KinkConfig of(Side side, Path keytab) {
        return new KinkConfig(
                side,
                PORT,
                Map.of(
                        "kink.principal",
                        principal(side),
                        "kink.peer",
                        principal(side.other()),
                        "kink.keytab",
                        keytab.toString()),
                "{\"encryption\": [\"aes-gcm-16:256\"]}",
                "wait");
    }

    /** Who a side is. */
    static String principal(Side side) {
        return "kink/" + side.identity + "@" + MitRealm.NAME;
    }

    KinkConfig with(String setting, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(setting, value);
        return new KinkConfig(side, port, changed, suite, start);
    }

    /** @param other the suite of the child as JSON */
    KinkConfig withSuite(String other) {
        return new KinkConfig(side, port, settings, other, start);
    }

    KinkConfig withPort(int other) {
        return new KinkConfig(side, other, settings, suite, start);
    }

    /** Wanted from the beginning. */
    KinkConfig begun() {
        return new KinkConfig(side, port, settings, suite, "initiate");
    }

    /** The connection, as a member of {@code connections}. */
    String connection(String name) {
        return """
                "%s": {
                  "protocol": "kink",
                  "local": {"address": "%s", "port": %d},
                  "remote": {"address": "%s", "port": %d},
                  "start": "%s",
                  "settings": {%s},
                  "children": {"net": {"suites": [%s], "local": ["%s"], "remote": ["%s"]}}
                }
                """.formatted(
                        name,
                        side.address,
                        port,
                        side.other().address,
                        port,
                        start,
                        settings.entrySet().stream()
                                .map(each -> "\"" + each.getKey() + "\": \"" + each.getValue() + "\"")
                                .collect(Collectors.joining(", ")),
                        suite,
                        side.selector(),
                        side.other().selector());
    }

    /** A file with this connection alone. */
    String json() {
        return "{\"connections\": {" + connection(ParleyConfig.CONNECTION) + "}}";
    }

    private static final int PORT = 910;
}
