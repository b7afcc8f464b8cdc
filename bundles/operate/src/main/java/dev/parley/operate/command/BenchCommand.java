package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.engine.Catalogs;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.operate.bench.Bench;
import dev.parley.operate.bench.BenchPolicies;
import dev.parley.operate.bench.BenchSuite;
import dev.parley.operate.bench.BenchView;
import dev.parley.operate.bench.HeapTaken;
import dev.parley.operate.bench.Measured;
import dev.parley.operate.bench.Plan;
import dev.parley.operate.config.ConfigException;
import dev.parley.operate.control.ControlException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures two gateways on this machine. */
@Command(
        name = "bench",
        description =
                "Measures two gateways that negotiate over the loopback interface: what each side pays, beside what the bare "
                        + "cryptography of the same suite costs in the same run.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley bench handshake",
            "  parley bench handshake --suite aes-cbc:128+hmac-sha2-256-128+hmac-sha2-256+modp-2048",
            "  parley bench rekey --ike --count 20000",
            "  parley bench heap --established 1000,10000"
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    private BenchCommand() {}

    /** The command, with those below it. */
    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new Handshake(surroundings))
                .addSubcommand(new Rekey(surroundings))
                .addSubcommand(new Heap(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "bench what? handshake, rekey or heap");
    }

    private static Consumer<String> progress(Surroundings surroundings) {
        return line -> surroundings.err().println("parley: " + line + " ...");
    }

    /** How many, and in how many rounds. */
    private static final class Rounds {
        @Option(
                names = "--count",
                defaultValue = "10000",
                paramLabel = "N",
                description = "how many are measured (default: ${DEFAULT-VALUE})")
        private int count;

        @Option(
                names = "--rounds",
                defaultValue = "5",
                paramLabel = "N",
                description = "in so many rounds, each followed by bare cryptography (default: ${DEFAULT-VALUE})")
        private int rounds;

        @Option(
                names = "--warmup",
                defaultValue = "40000",
                paramLabel = "N",
                description = "how many go before, while the JVM compiles (default: ${DEFAULT-VALUE})")
        private int warmup;

        @Mixin
        private BenchOptions options;

        @Mixin
        private JsonOption json;

        @Mixin
        private HelpOption help;

        private int run(Surroundings surroundings, Plan.Operation operation, BenchSuite.Secrecy secrecy)
                throws ConfigException, ControlException, IOException, Unavailable, InterruptedException {
            Catalogs plugins = surroundings.engine().get().catalogs();
            Plan plan = new Plan(
                    options.terms(plugins.catalog(), secrecy),
                    operation,
                    options.atLeastOne("--count", count),
                    options.atLeastOne("--rounds", rounds),
                    warmup,
                    options.atOnce());
            try (Bench bench = new Bench(plugins, progress(surroundings))) {
                Measured measured = bench.measure(plan);
                json.print(surroundings, BenchView.json(measured), BenchView.lines(measured));
            }
            return 0;
        }
    }

    @Command(name = "handshake", description = "Measures negotiations from nothing to a first child.")
    private static final class Handshake implements Callable<Integer> {
        @Mixin
        private Rounds rounds;

        private final Surroundings surroundings;

        Handshake(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws ConfigException, ControlException, IOException, Unavailable, InterruptedException {
            return rounds.run(surroundings, Plan.Operation.HANDSHAKE, BenchSuite.Secrecy.INHERITED);
        }
    }

    @Command(
            name = "rekey",
            description = "Measures replacements of SAs that are there, until the old ones are deleted: of a child's "
                    + "with a key exchange of their own, unless an option says otherwise.")
    private static final class Rekey implements Callable<Integer> {
        @Option(names = "--ike", description = "the negotiation's own SA is replaced, its child goes on")
        private boolean ike;

        @Option(names = "--no-pfs", description = "the child's new keys come from the negotiation's old secret")
        private boolean inherited;

        @Mixin
        private Rounds rounds;

        private final Surroundings surroundings;

        Rekey(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws ConfigException, ControlException, IOException, Unavailable, InterruptedException {
            return rounds.run(
                    surroundings,
                    ike ? Plan.Operation.REKEY_NEGOTIATION : Plan.Operation.REKEY_CHILD,
                    inherited ? BenchSuite.Secrecy.INHERITED : BenchSuite.Secrecy.FORWARD);
        }
    }

    @Command(
            name = "heap",
            description =
                    "Measures the heap that an established negotiation with one child takes: what is in use after "
                            + "collections, with them and without.")
    private static final class Heap implements Callable<Integer> {
        @Option(
                names = "--established",
                split = ",",
                defaultValue = "1000,10000",
                paramLabel = "N",
                description = "how many are established (default: ${DEFAULT-VALUE})")
        private List<Integer> established;

        @Mixin
        private BenchOptions options;

        @Mixin
        private JsonOption json;

        @Mixin
        private HelpOption help;

        private final Surroundings surroundings;

        Heap(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws ConfigException, ControlException, IOException, Unavailable, InterruptedException {
            Catalogs plugins = surroundings.engine().get().catalogs();
            BenchPolicies.Terms terms = options.terms(plugins.catalog(), BenchSuite.Secrecy.INHERITED);
            established.forEach(count -> options.atLeastOne("--established", count));
            try (Bench bench = new Bench(plugins, progress(surroundings))) {
                List<HeapTaken> taken = bench.heap(terms, established, options.atOnce());
                JsonObject object = BenchView.heapJson(terms, taken);
                json.print(surroundings, object, BenchView.heapLines(terms, taken));
            }
            return 0;
        }
    }
}
