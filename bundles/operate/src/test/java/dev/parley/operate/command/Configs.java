package dev.parley.operate.command;

/** Configurations of one connection {@code peer} with one child. */
final class Configs {
    private Configs() {}

    static String to(
            String local,
            int localPort,
            int localEncapsulated,
            String remote,
            int remotePort,
            int remoteEncapsulated,
            String start) {
        return """
                {"connections": {"peer": {
                  "local": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "remote": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "secret": "correct horse", "start": "%s",
                  "children": {"net": {"local": ["10.%s.0.0/16"], "remote": ["10.%s.0.0/16"]}}}}}
                """.formatted(
                        local,
                        localPort,
                        localEncapsulated,
                        local.replace('.', '-'),
                        remote,
                        remotePort,
                        remoteEncapsulated,
                        remote.replace('.', '-'),
                        start,
                        last(local),
                        last(remote));
    }

    private static String last(String address) {
        return address.substring(address.lastIndexOf('.') + 1);
    }
}
