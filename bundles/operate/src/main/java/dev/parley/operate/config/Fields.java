package dev.parley.operate.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A JSON object that is read field by field; what nobody asked for by the end is a mistake. */
final class Fields {
    private final String path;
    private final JsonObject object;
    private final Mistakes mistakes;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(String path, JsonObject object, Mistakes mistakes) {
        this.path = path;
        this.object = object;
        this.mistakes = mistakes;
    }

    /** A field that may be missing. */
    Optional<Value> take(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).map(element -> value(name, element));
    }

    /** A field whose absence is a mistake; {@code example} is what to write. */
    Optional<Value> need(String name, String example) {
        Optional<Value> value = take(name);
        if (value.isEmpty()) {
            mistakes.add(path, "'" + name + "' is missing; write \"" + name + "\": " + example);
        }
        return value;
    }

    /** All fields, when their names are the person's own. */
    Map<String, Value> all() {
        Map<String, Value> all = new LinkedHashMap<>();
        object.entrySet().forEach(entry -> all.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
        known.addAll(all.keySet());
        return all;
    }

    /** Notes the fields that nobody has asked for. */
    void end() {
        object.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> mistakes.add(
                        place(name),
                        Spelling.nearest(name, known)
                                .map(near -> "there is no such key; did you mean '" + near + "'?")
                                .orElse("there is no such key; here belong " + String.join(", ", known))));
    }

    private Value value(String name, JsonElement element) {
        return new Value(place(name), element, mistakes);
    }

    private String place(String name) {
        return path + (name.matches("[A-Za-z0-9_-]+") ? "." + name : "['" + name + "']");
    }
}
