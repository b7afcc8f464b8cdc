package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has the daemon end a connection. */
@Command(
        name = "down",
        description = "Deletes the SAs of a connection, on both sides; it stays down until the next up.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley down to-b", "  parley down to-b; parley up to-b    negotiate anew"})
final class DownCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "the connection's name in the configuration")
    private String name;

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        JsonObject answer = control.ask("down", Optional.of(name));
        json.print(surroundings, answer, List.of(answer.get("text").getAsString()));
        return 0;
    }
}
