package dev.parley.operate.command;

import dev.parley.operate.control.ControlException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has the daemon ask a peer whether it lives. */
@Command(
        name = "probe",
        description = "Asks the peer of a connection whether it is alive; exits with 1 if it is not.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley probe to-b", "  parley probe to-b || parley explain to-b"})
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private Target target;

    private final Surroundings surroundings;

    ProbeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        return target.ask(surroundings, "probe", Map.of());
    }
}
