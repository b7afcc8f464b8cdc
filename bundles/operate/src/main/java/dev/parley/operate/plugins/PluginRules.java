package dev.parley.operate.plugins;

import dev.parley.engine.OnDeparture;
import java.util.List;

/**
 * What a person has decided about plug-ins.
 *
 * @param onDeparture what becomes of SAs whose protocol leaves
 */
public record PluginRules(OnDeparture onDeparture, List<Preferred> preferred) {
    /** The key in a configuration. */
    public static final String NAME = "plugins";

    /** The key in it under which bundles are preferred. */
    public static final String PREFER = "prefer";

    public static final PluginRules DEFAULT = new PluginRules(OnDeparture.KEEP, List.of());

    public PluginRules {
        preferred = List.copyOf(preferred);
    }

    /** Of those who have {@code key} at {@code point}, {@code bundle} is used. */
    public record Preferred(String point, String key, String bundle) {}
}
