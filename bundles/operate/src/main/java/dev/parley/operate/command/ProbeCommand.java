package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has the daemon ask a peer whether it lives. */
@Command(
        name = "probe",
        description = "Asks the peer of a connection whether it is alive; exits with 1 if it is not.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley probe to-b", "  parley probe to-b || parley explain to-b"})
final class ProbeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "the connection's name in the configuration")
    private String name;

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    ProbeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        JsonObject answer = control.ask("probe", Optional.of(name));
        json.print(surroundings, answer, List.of(answer.get("text").getAsString()));
        return 0;
    }
}
