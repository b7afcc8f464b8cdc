package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.Daemon;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has the daemon begin a connection. */
@Command(
        name = "up",
        description = "Begins a connection and waits until it stands or is refused; says why, and exits with 1.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley up to-b",
            "  parley up to-b --child voice       one child more on the IKE SA that there is",
            "  parley up to-b && ping 10.2.0.1    only when the SAs are there"
        })
final class UpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "the connection's name in the configuration")
    private String name;

    @Option(names = "--child", paramLabel = "CHILD", description = "begin this child of the connection alone")
    private String child;

    @Mixin
    private ControlOption control;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        JsonObject answer =
                control.ask("up", Optional.of(name), child == null ? Map.of() : Map.of(Daemon.CHILD, child));
        json.print(surroundings, answer, List.of(answer.get("text").getAsString()));
        return 0;
    }
}
