package dev.parley.operate.config;

import dev.parley.ipsec.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that holds together.
 *
 * @param control where the control socket is to be
 * @param limits the engine's limits that differ from its own choice, by name
 * @param warnings what a person should know although it works
 */
public record Config(
        Optional<Path> control, Map<String, Long> limits, List<Connection> connections, List<String> warnings) {
    public Config {
        limits = Map.copyOf(limits);
        connections = List.copyOf(connections);
        warnings = List.copyOf(warnings);
    }

    public List<Policy> policies() {
        return connections.stream().map(Connection::policy).toList();
    }
}
