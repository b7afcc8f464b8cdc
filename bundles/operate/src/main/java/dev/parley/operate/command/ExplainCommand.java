package dev.parley.operate.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why negotiations failed. */
@Command(
        name = "explain",
        description = "Says why negotiations of the daemon that runs were refused or ended, oldest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley explain                      everything",
            "  parley explain to-b                 one connection, and peers that did not say which they want"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "the connection's name in the configuration")
    private String name;

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        JsonObject answer = control.ask("explain", Optional.ofNullable(name));
        json.print(surroundings, answer, lines(answer));
        return 0;
    }

    private static List<String> lines(JsonObject answer) {
        List<String> lines = new ArrayList<>();
        answer.getAsJsonArray("waiting").forEach(line -> lines.add(line.getAsString()));
        JsonArray failures = answer.getAsJsonArray("failures");
        if (failures.isEmpty() && lines.isEmpty()) {
            return List.of("nothing was refused and nothing ended");
        }
        failures.forEach(element -> {
            JsonObject failure = element.getAsJsonObject();
            lines.add(text(failure, "at") + "  " + text(failure, "connection") + "  " + text(failure, "negotiation"));
            int times = failure.get("times").getAsInt();
            lines.add("  " + text(failure, "text") + (times > 1 ? "  (" + times + " times, the last one then)" : ""));
            failure.getAsJsonArray("detail").forEach(line -> lines.add("    " + line.getAsString()));
        });
        return lines;
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "-";
    }
}
