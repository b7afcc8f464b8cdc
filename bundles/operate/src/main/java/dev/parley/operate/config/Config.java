package dev.parley.operate.config;

import dev.parley.engine.Limits;
import dev.parley.ipsec.Policy;
import dev.parley.operate.plugins.PluginRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that holds together.
 *
 * @param control where the control socket is to be
 * @param limits how much the gateway gives to strangers
 * @param plugins what was decided about plug-ins
 * @param warnings what a person should know although it works
 */
public record Config(
        Optional<Path> control,
        Limits limits,
        PluginRules plugins,
        List<Connection> connections,
        List<String> warnings) {
    public Config {
        connections = List.copyOf(connections);
        warnings = List.copyOf(warnings);
    }

    public List<Policy> policies() {
        return connections.stream().map(Connection::policy).toList();
    }
}
