package dev.parley.operate.command;

import dev.parley.operate.control.ControlException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has the daemon end a connection. */
@Command(
        name = "down",
        description = "Deletes the SAs of a connection, on both sides; it is not begun here until the next up.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley down to-b", "  parley down to-b; parley up to-b    negotiate anew"})
final class DownCommand implements Callable<Integer> {
    @Mixin
    private Target target;

    private final Surroundings surroundings;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        return target.ask(surroundings, "down", Map.of());
    }
}
