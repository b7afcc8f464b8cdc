package dev.parley.operate.command;

import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.Daemon;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has the daemon begin a connection. */
@Command(
        name = "up",
        description =
                "Begins a connection and waits until it stands or is refused; says why, and exits with 1. From then on it is "
                        + "wanted: it is begun again whenever it fails or is lost, until 'down'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley up to-b",
            "  parley up to-b --child voice       one child more on the IKE SA that there is",
            "  parley up to-b && ping 10.2.0.1    only when the SAs are there"
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private Target target;

    @Option(names = "--child", paramLabel = "CHILD", description = "begin this child of the connection alone")
    private String child;

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        return target.ask(surroundings, "up", child == null ? Map.of() : Map.of(Daemon.CHILD, child));
    }
}
