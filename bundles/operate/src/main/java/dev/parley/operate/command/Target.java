package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A connection of the daemon that runs, which is asked for one thing and says in a line how it went. */
final class Target {
    @Parameters(paramLabel = "NAME", description = "the connection's name in the configuration")
    private String name;

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    /** @param more further fields of the request */
    int ask(Surroundings surroundings, String command, Map<String, String> more) throws ControlException {
        JsonObject answer = control.ask(command, Optional.of(name), more);
        json.print(surroundings, answer, List.of(answer.get("text").getAsString()));
        return 0;
    }
}
