package dev.parley.operate.command;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.demo.Demo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Two gateways and one negotiation, on this machine. */
@Command(
        name = "demo",
        description =
                "Lets two gateways negotiate over UDP on this machine, shows each message and the SAs of both sides, and "
                        + "deletes them again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley demo",
            "  parley demo --protocol kink         Kerberos instead of a key exchange; the KDC is part of it",
            "  parley demo --rekey                 and replaces the SAs before it deletes them",
            "  parley demo --json | jq .gateways.a.sas",
            "  parley demo --plain                 the same classes without OSGi"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            defaultValue = "ikev2",
            description = "whose demo, ${DEFAULT-VALUE} if it is not said")
    private String protocol;

    @Option(names = "--rekey", description = "also replace the child's SAs, then the IKE SA where there is one")
    private boolean rekey;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException, IOException, Unavailable, InterruptedException {
        Demo demo = new Demo(surroundings.engine().get(), line -> {
            if (!json.chosen()) {
                surroundings.print(List.of(line));
            }
        });
        var result = rekey ? demo.runAndRekey(protocol) : demo.run(protocol);
        if (json.chosen()) {
            json.print(surroundings, result, List.of());
        }
        return 0;
    }
}
