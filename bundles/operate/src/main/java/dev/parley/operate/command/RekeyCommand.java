package dev.parley.operate.command;

import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.Daemon;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has the daemon replace SAs before their time. */
@Command(
        name = "rekey",
        description =
                "Replaces the SAs of a connection by fresh ones, and waits until they are there; without an option "
                        + "all of its children that are up.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley rekey to-b                   every child",
            "  parley rekey to-b --child net       one child",
            "  parley rekey to-b --ike             the IKE SA; its children go on under the new one",
            "  parley rekey to-b --reauth          everything, as if anew, without a gap"
        })
final class RekeyCommand implements Callable<Integer> {
    /** What of the connection is meant. */
    private static final class What {
        @Option(names = "--child", paramLabel = "CHILD", description = "this child alone")
        private String child;

        @Option(names = "--ike", description = "the IKE SA")
        private boolean ike;

        @Option(
                names = "--reauth",
                description =
                        "everything: both ends prove again who they are, and the old SAs go when the new are there")
        private boolean reauth;

        private Map<String, String> fields() {
            return ike
                    ? Map.of(Daemon.WHAT, Daemon.IKE)
                    : reauth ? Map.of(Daemon.WHAT, Daemon.ALL) : Map.of(Daemon.CHILD, child);
        }
    }

    @Mixin
    private Target target;

    @ArgGroup
    private What what;

    private final Surroundings surroundings;

    RekeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException {
        return target.ask(surroundings, "rekey", what == null ? Map.of() : what.fields());
    }
}
