package dev.parley.operate.config;

import dev.parley.engine.OnDeparture;
import dev.parley.operate.plugins.PluginRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a configuration says about plug-ins. */
final class PluginRulesReader {
    private static final Map<String, OnDeparture> DEPARTURES =
            Map.of("keep", OnDeparture.KEEP, "delete", OnDeparture.DELETE);

    private PluginRulesReader() {}

    static PluginRules read(Value value) {
        return value.object().map(PluginRulesReader::read).orElse(PluginRules.DEFAULT);
    }

    private static PluginRules read(Fields fields) {
        OnDeparture onDeparture = fields.take("onDeparture")
                .flatMap(PluginRulesReader::departure)
                .orElse(PluginRules.DEFAULT.onDeparture());
        List<PluginRules.Preferred> preferred = new ArrayList<>();
        fields.take(PluginRules.PREFER)
                .flatMap(Value::object)
                .ifPresent(points -> points.all().forEach((point, keys) -> preferred(point, keys, preferred)));
        fields.end();
        return new PluginRules(onDeparture, preferred);
    }

    private static Optional<OnDeparture> departure(Value value) {
        return value.text()
                .flatMap(text -> DEPARTURES.containsKey(text)
                        ? Optional.of(DEPARTURES.get(text))
                        : value.wrong("'" + text + "' is neither \"keep\" nor \"delete\""));
    }

    private static void preferred(String point, Value keys, List<PluginRules.Preferred> into) {
        keys.object()
                .ifPresent(all -> all.all()
                        .forEach((key, bundle) -> bundle.text()
                                .ifPresent(name -> into.add(new PluginRules.Preferred(point, key, name)))));
    }
}
