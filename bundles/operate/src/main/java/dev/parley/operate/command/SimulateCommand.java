package dev.parley.operate.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.simulation.Simulation;
import dev.parley.operate.simulation.Simulation.Result;
import dev.parley.simulator.Fates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Negotiations on a network that a seed decides. */
@Command(
        name = "simulate",
        description =
                "Negotiates in simulated time on a network that loses, repeats and changes datagrams. The seed decides "
                        + "everything: the same seed shows the same run. Exits with 1 if a run breaks a rule that must hold, or, "
                        + "alone, ends without SAs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley simulate --seed 42 --loss 0.2",
            "  parley simulate --seed 1 --runs 1000 --loss 0.2 --duplication 0.2 --reordering 0.2",
            "  parley simulate --seed 42 --loss 0.2 --pcapng run.pcapng    and look at it with Wireshark",
            "  parley simulate --seed 7 --fates 6/8      of the first eight datagrams the 2nd and 3rd are lost"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final String LATENCY = "([0-9]{1,6})-([0-9]{1,6})";
    private static final String FATES = "([0-9]{1,18})/([0-9]{1,2})";
    private static final int MOST_FATES = 62;

    @Option(names = "--seed", defaultValue = "1", description = "decides all chance (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--runs", defaultValue = "1", description = "runs with this seed and the following ones")
    private int runs;

    @Option(
            names = "--loss",
            defaultValue = "0",
            paramLabel = "P",
            description = "probability that a datagram is lost, 0 to 1")
    private double loss;

    @Option(
            names = "--duplication",
            defaultValue = "0",
            paramLabel = "P",
            description = "the same, that it arrives twice")
    private double duplication;

    @Option(
            names = "--reordering",
            defaultValue = "0",
            paramLabel = "P",
            description = "the same, that it is overtaken")
    private double reordering;

    @Option(
            names = "--corruption",
            defaultValue = "0",
            paramLabel = "P",
            description = "the same, that it is changed on its way")
    private double corruption;

    @Option(names = "--latency", paramLabel = "MS-MS", description = "how long a datagram travels, for example 5-50")
    private String latency;

    @Option(
            names = "--fates",
            paramLabel = "MASK/N",
            description = "which of the first N datagrams are lost, as bits of MASK")
    private String fates;

    @Option(
            names = "--pcapng",
            paramLabel = "FILE",
            description =
                    "write the datagrams of a single run to FILE and its keys to FILE.keys, a profile for Wireshark")
    private Path pcapng;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Simulation.Weather weather = new Simulation.Weather(
                probability("--loss", loss),
                probability("--duplication", duplication),
                probability("--reordering", reordering),
                probability("--corruption", corruption),
                Optional.ofNullable(latency).map(this::latency),
                Optional.ofNullable(fates).map(this::fates));
        if (runs < 1) {
            throw mistake("--runs", "1 or more");
        }
        Contribution plugins = surroundings.engine().get().catalogs().inUse();
        Optional<Path> capture = Optional.ofNullable(pcapng);
        if (capture.isPresent() && runs > 1) {
            throw new ParameterException(spec.commandLine(), "option --pcapng is for one run: leave out --runs");
        }
        if (runs > 1) {
            return many(weather, plugins);
        }
        List<String> where = new ArrayList<>();
        Result result = capture.map(file -> Simulation.run(seed, weather, plugins, file, where::add))
                .orElseGet(() -> Simulation.run(seed, weather, plugins));
        return one(result, where);
    }

    private int one(Result result, List<String> where) {
        JsonObject object = json(result);
        JsonArray transcript = new JsonArray();
        result.transcript().forEach(transcript::add);
        object.add("transcript", transcript);
        JsonArray left = new JsonArray();
        where.forEach(left::add);
        object.add("left", left);
        List<String> lines = new ArrayList<>(result.transcript());
        lines.add("");
        lines.add(verdict(result));
        lines.addAll(result.violations());
        lines.addAll(where);
        json.print(surroundings, object, lines);
        return result.up() && result.violations().isEmpty() ? 0 : ControlException.FAILED;
    }

    private int many(Simulation.Weather weather, Contribution plugins) {
        int up = 0;
        long datagrams = 0;
        JsonArray notUp = new JsonArray();
        List<String> lines = new ArrayList<>();
        boolean broken = false;
        for (long each = seed; each < seed + runs; each++) {
            Result result = Simulation.run(each, weather, plugins);
            datagrams += result.datagrams();
            up += result.up() ? 1 : 0;
            broken |= !result.violations().isEmpty();
            if (!result.up() || !result.violations().isEmpty()) {
                notUp.add(json(result));
                lines.add(verdict(result));
            }
        }
        lines.add(up + " of " + runs + " negotiations ended with SAs on both sides, "
                + datagrams / runs + " datagrams each on average; "
                + (broken ? "RULES WERE BROKEN, see above" : "no rule was broken"));
        JsonObject object = new JsonObject();
        object.addProperty("runs", runs);
        object.addProperty("up", up);
        object.addProperty("datagrams", datagrams);
        object.addProperty("rulesBroken", broken);
        object.add("others", notUp);
        json.print(surroundings, object, lines);
        return broken ? ControlException.FAILED : 0;
    }

    private static String verdict(Result result) {
        String end = !result.violations().isEmpty()
                ? "a rule was broken: " + result.violations().get(0)
                : result.up()
                        ? "both sides have the same SAs"
                        : "no SAs: " + result.refusal().orElse("given up");
        return "seed " + result.seed() + ": " + end + ", after " + result.datagrams() + " datagrams and "
                + result.millis() + " simulated ms; again with " + result.command();
    }

    private static JsonObject json(Result result) {
        JsonObject object = new JsonObject();
        object.addProperty("seed", result.seed());
        object.addProperty("up", result.up());
        object.addProperty("datagrams", result.datagrams());
        object.addProperty("milliseconds", result.millis());
        object.addProperty("command", result.command());
        result.refusal().ifPresent(why -> object.addProperty("refusal", why));
        JsonArray violations = new JsonArray();
        result.violations().forEach(violations::add);
        object.add("violations", violations);
        return object;
    }

    private double probability(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw mistake(option, "a probability from 0 to 1");
        }
        return value;
    }

    private Simulation.Latency latency(String text) {
        if (!text.matches(LATENCY)) {
            throw mistake("--latency", "two numbers of milliseconds, for example 5-50");
        }
        String[] ends = text.split("-");
        long least = Long.parseLong(ends[0]);
        long most = Long.parseLong(ends[1]);
        if (least > most) {
            throw mistake("--latency", "the smaller number first");
        }
        return new Simulation.Latency(least, most);
    }

    private Fates fates(String text) {
        if (!text.matches(FATES)) {
            throw mistake("--fates", "a number and how many datagrams its bits are for, for example 6/8");
        }
        String[] parts = text.split("/");
        int count = Integer.parseInt(parts[1]);
        if (count > MOST_FATES) {
            throw mistake("--fates", "at most " + MOST_FATES + " datagrams");
        }
        return Fates.of(Long.parseLong(parts[0]), count);
    }

    private ParameterException mistake(String option, String wants) {
        return new ParameterException(spec.commandLine(), "option " + option + " takes " + wants);
    }
}
