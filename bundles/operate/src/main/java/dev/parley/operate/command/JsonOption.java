package dev.parley.operate.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --json}: one object for programs instead of text for people. */
final class JsonOption {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    @Option(names = "--json", description = "print exactly one JSON object instead of text")
    private boolean json;

    boolean chosen() {
        return json;
    }

    void print(Surroundings surroundings, JsonObject object, List<String> lines) {
        surroundings.print(json ? List.of(GSON.toJson(object)) : lines);
    }
}
