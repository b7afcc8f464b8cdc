package dev.parley.operate.plugins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.parley.engine.Catalogs;
import dev.parley.operate.view.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Extension points, who contributes what to them, and what does not because its bundle did not start. */
public final class PluginReport {
    private static final String POINT = "point";
    private static final String KEY = "key";
    private static final String BUNDLE = "bundle";
    private static final String STATE = "state";
    private static final String WHY = "why";
    private static final String RUNNING = "running";
    private static final String REMEDY = "remedy";
    private static final String IN_USE = "in use";

    private PluginReport() {}

    /** What is known of {@code plugins} and of what they contributed. */
    public static JsonObject json(List<Plugins.Plugin> plugins, List<Catalogs.Entry> contributed) {
        JsonArray extensions = new JsonArray();
        contributed.forEach(entry -> extensions.add(extension(entry, contributed)));
        for (Plugins.Plugin plugin : plugins) {
            for (Plugins.Declared declared : plugin.declared()) {
                if (contributed.stream().noneMatch(entry -> is(entry, plugin, declared))) {
                    String state = plugin.running() ? "declared, not contributed" : "not started";
                    extensions.add(extension(declared.point(), declared.key(), plugin.name(), state));
                }
            }
        }
        JsonObject report = new JsonObject();
        report.add("extensions", extensions);
        report.add("emptyPoints", emptyPoints(plugins, extensions));
        report.add("bundles", bundles(plugins));
        return report;
    }

    /** The same for a person, from what {@link #json} made. */
    public static List<String> lines(JsonObject report) {
        Table table = new Table("EXTENSION POINT", "KEY", "FROM", "STATE");
        report.getAsJsonArray("extensions").forEach(element -> {
            JsonObject one = element.getAsJsonObject();
            table.row(text(one, POINT), text(one, KEY), text(one, BUNDLE), text(one, STATE));
        });
        report.getAsJsonArray("emptyPoints")
                .forEach(point -> table.row(point.getAsString(), "-", "-", "nobody contributes"));
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(remedies(report));
        JsonArray bundles = report.getAsJsonArray("bundles");
        List<String> idle = new ArrayList<>();
        List<String> unheard = new ArrayList<>();
        bundles.forEach(element -> {
            JsonObject bundle = element.getAsJsonObject();
            if (bundle.has(WHY)) {
                (text(bundle, STATE).equals(RUNNING) ? unheard : idle)
                        .add("  " + text(bundle, "name") + " " + text(bundle, "version") + ": " + text(bundle, WHY));
            }
        });
        if (!bundles.isEmpty()) {
            lines.add("");
            lines.add(bundles.size() + " bundles, "
                    + (idle.isEmpty() ? "all of them run" : idle.size() + " did not start:"));
            lines.addAll(idle);
        }
        if (!unheard.isEmpty()) {
            lines.add("run and are not heard:");
            lines.addAll(unheard);
        }
        return lines;
    }

    private static List<String> remedies(JsonObject report) {
        List<String> lines = new ArrayList<>();
        report.getAsJsonArray("extensions").forEach(element -> {
            if (element.getAsJsonObject().has(REMEDY)) {
                lines.add("  " + text(element.getAsJsonObject(), REMEDY));
            }
        });
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "what is shadowed is used if the configuration of 'serve' says so:"));
        }
        return lines;
    }

    private static JsonObject extension(String point, String key, String bundle, String state) {
        JsonObject json = new JsonObject();
        json.addProperty(POINT, point);
        json.addProperty(KEY, key);
        json.addProperty(BUNDLE, bundle);
        json.addProperty(STATE, state);
        return json;
    }

    private static JsonArray emptyPoints(List<Plugins.Plugin> plugins, JsonArray extensions) {
        Set<String> points = new TreeSet<>();
        plugins.forEach(plugin -> points.addAll(plugin.points()));
        extensions.forEach(one -> points.remove(text(one.getAsJsonObject(), POINT)));
        JsonArray empty = new JsonArray();
        points.forEach(empty::add);
        return empty;
    }

    private static JsonArray bundles(List<Plugins.Plugin> plugins) {
        JsonArray bundles = new JsonArray();
        for (Plugins.Plugin plugin : plugins) {
            JsonObject json = new JsonObject();
            json.addProperty("name", plugin.name());
            json.addProperty("version", plugin.version());
            json.addProperty(STATE, plugin.running() ? RUNNING : "not started");
            plugin.why().ifPresent(why -> json.addProperty(WHY, why));
            bundles.add(json);
        }
        return bundles;
    }

    private static JsonObject extension(Catalogs.Entry entry, List<Catalogs.Entry> contributed) {
        JsonObject json = extension(
                entry.point(),
                entry.key(),
                entry.bundle(),
                entry.shadowedBy()
                        .map(other -> shadowed(entry, other, contributed))
                        .orElse(IN_USE));
        if (!entry.inUse()) {
            json.addProperty(REMEDY, remedy(entry));
        }
        return json;
    }

    private static String shadowed(Catalogs.Entry entry, String other, List<Catalogs.Entry> contributed) {
        boolean there = contributed.stream()
                .anyMatch(each -> each.inUse()
                        && each.point().equals(entry.point())
                        && each.key().equals(entry.key()));
        return "shadowed by " + other + (there ? "" : ", which is not there");
    }

    /** What to write into a configuration. */
    private static String remedy(Catalogs.Entry entry) {
        return "%s: {%s: {%s: {%s: %s}}}"
                .formatted(Stream.of(PluginRules.NAME, PluginRules.PREFER, entry.point(), entry.key(), entry.bundle())
                        .map(JsonPrimitive::new)
                        .toArray());
    }

    private static boolean is(Catalogs.Entry entry, Plugins.Plugin plugin, Plugins.Declared declared) {
        return entry.point().equals(declared.point())
                && entry.key().equals(declared.key())
                && entry.bundle().equals(plugin.name());
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
