package dev.parley.simulator;

import dev.parley.engine.Limits;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Any number of gateways on one virtual clock and one simulated network. One thread, and all chance from one seed: the
 * same seed and the same calls give the same transcript.
 *
 * <pre>{@code
 * Policies policies = Policies.pair("to-b", "to-a", "secret");
 * World world = World.seeded(42).with(new Ikev2Component(), new OakleyComponent(), new CiphersComponent()).loss(0.2);
 * Site a = world.gateway("a", policies.a());
 * Site b = world.gateway("b", policies.b());
 * a.establish("to-b");
 * world.runUntilQuiet();
 * world.judge();
 * System.out.println(world.transcript());
 * }</pre>
 */
public final class World {
    /** Longer than any protocol retransmits before it gives up, with reserve: what is not quiet then never will be. */
    static final long PATIENCE = 20 * 60_000;

    /** Some days of a busy gateway; two sites that answer each other for ever reach it within seconds. */
    private static final long STEPS_WITHOUT_END = 5_000_000;

    /** Peers' wall clocks differ; protocols that compare them tolerate five minutes (RFC 4120 section 8.2). */
    private static final long WALL_SKEW = 120_000;

    private final long seed;
    private final Timeline timeline = new Timeline();
    private final Transcript transcript;
    private final SimulatedNetwork network;
    private final List<Contribution> contributions = new ArrayList<>();
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Evidence evidence = new Evidence();
    private SimulatedHost.WorkLatency work = new SimulatedHost.WorkLatency(1, 10);
    private Limits limits = Limits.DEFAULT;
    private Faults asked = Faults.NONE;
    private Fates askedFates = Fates.OPEN;
    private Optional<List<Recording>> recordings = Optional.empty();

    private World(long seed) {
        this.seed = seed;
        this.transcript = new Transcript(seed, timeline);
        this.network = new SimulatedNetwork(timeline, Chance.seeded(seed, "network"), transcript);
    }

    /** An empty world whose every chance comes from {@code seed}. */
    public static World seeded(long seed) {
        return new World(seed);
    }

    /** What every gateway made from now on has in its catalog. */
    public World with(Contribution... more) {
        contributions.addAll(List.of(more));
        return this;
    }

    /** The probability, 0 to 1, that a datagram is lost. */
    public World loss(double probability) {
        return faults(asked.loss(probability));
    }

    /** The probability that a datagram arrives twice. */
    public World duplication(double probability) {
        return faults(asked.duplication(probability));
    }

    /** The probability that a datagram is held back, so that later ones overtake it. */
    public World reordering(double probability) {
        return faults(asked.reordering(probability));
    }

    /** The probability that a datagram's octets are changed on the way. */
    public World corruption(double probability) {
        return faults(asked.corruption(probability));
    }

    /** How long a datagram travels, in milliseconds, both included. */
    public World latency(long leastMillis, long mostMillis) {
        return faults(asked.latency(leastMillis, mostMillis));
    }

    /** Decides the first datagrams instead of chance. */
    public World fates(Fates decided) {
        askedFates = decided;
        network.fates(decided);
        return this;
    }

    /** Lets an attacker add datagrams. */
    public World forger(Forger forger) {
        network.forger(forger);
        return this;
    }

    /**
     * Captures no datagram, counts no octets of addresses that are no site's, keeps only the transcript's end: so a flood of any
     * size fits into memory, and what it leaves in a gateway can be measured.
     */
    public World forgetful() {
        network.forgetful();
        transcript.forgetful();
        return this;
    }

    /** How long work takes at gateways made from now on, in milliseconds, both included. */
    public World work(long leastMillis, long mostMillis) {
        work = new SimulatedHost.WorkLatency(leastMillis, mostMillis);
        return this;
    }

    /** What gateways made from now on give to strangers. */
    public World limits(Limits all) {
        limits = all;
        return this;
    }

    /** Records what reaches the negotiations of gateways made from now on, keys too. */
    public World recording() {
        recordings = Optional.of(new ArrayList<>());
        return this;
    }

    /** What was recorded: one for each negotiation, in the order of their making. */
    public List<Recording> recordings() {
        return recordings.map(List::copyOf).orElse(List.of());
    }

    /**
     * A running gateway at the local endpoints of its policies. Without a policy that names an address it is at
     * 10.0.0.n, where n counts the sites, on port 500 and, for UDP-encapsulated messages, 4500.
     */
    public Site gateway(String name, Policy... policies) {
        if (sites.containsKey(name)) {
            throw new IllegalArgumentException("there is a site " + name + " already: give this one another name");
        }
        PolicyEnd local = Stream.of(policies)
                .map(Policy::local)
                .filter(end -> !end.endpoint().address().isZero())
                .findFirst()
                .orElseGet(() -> Policies.end("10.0.0." + (sites.size() + 1), name));
        network.name(local.endpoint().address(), name);
        long wallOffset = Chance.seeded(seed, name + "'s clock").between(-WALL_SKEW, WALL_SKEW);
        Site site = new Site(this, name, local, List.of(policies), List.copyOf(contributions), wallOffset);
        sites.put(name, site);
        return site;
    }

    /** Puts a NAT with the address {@code outside} in front of {@code inside}. */
    public Nat nat(Site inside, String outside) {
        return network.nat(inside.name(), inside.address(), address(outside));
    }

    /** The sites, in the order in which they were made. */
    public List<Site> sites() {
        return List.copyOf(sites.values());
    }

    /** Milliseconds since the world began. */
    public long now() {
        return timeline.now();
    }

    /** Milliseconds since 1970 UTC by a clock that is right; each site has one of its own that is not. */
    public long wall() {
        return SimulatedHost.WALL_START + timeline.now();
    }

    /** Lets {@code millis} of virtual time pass. */
    public void run(long millis) {
        runUntil(() -> false, millis);
    }

    /**
     * Lets time pass until {@code condition} holds, {@code mostMillis} at most.
     *
     * @return whether it holds
     * @throws AssertionError with seed and transcript, if something threw or the world does not come to rest
     */
    public boolean runUntil(BooleanSupplier condition, long mostMillis) {
        long end = timeline.now() + mostMillis;
        for (long steps = 0; !condition.getAsBoolean(); steps++) {
            if (steps == STEPS_WITHOUT_END) {
                throw violated(List.of(steps + " events and no end: do two sites answer each other for ever?"));
            }
            try {
                if (!timeline.step(end)) {
                    return condition.getAsBoolean();
                }
            } catch (RuntimeException bug) {
                AssertionError error = violated(List.of("the gateway or its host threw " + bug));
                error.initCause(bug);
                throw error;
            }
        }
        return true;
    }

    /** Lets time pass until the world is {@link #quiet}, 20 virtual minutes at most; whether it is. */
    public boolean runUntilQuiet() {
        return runUntil(this::quiet, PATIENCE);
    }

    /** Whether nothing is on its way, nobody is at work, nothing is half-open and every errand has ended. */
    public boolean quiet() {
        return network.inFlight() == 0 && sites.values().stream().allMatch(Site::quiet);
    }

    /** From now on nothing is lost by chance or forged; a silenced site stays silent, {@link #fates} come true. */
    public void calm() {
        network.calm();
    }

    /** {@link #calm} when {@code millis} have passed. */
    public World calmAfter(long millis) {
        timeline.after(millis, this::calm);
        return this;
    }

    /** Every datagram so far, in the order in which they set out. */
    public List<Captured> capture() {
        return network.capture();
    }

    /** Sends a captured datagram again, as an attacker may. */
    public void replay(int index) {
        network.replay(index);
    }

    /** Lets an attacker's datagram arrive now, whoever {@code from} says it is from. */
    public void forge(Endpoint from, Endpoint to, Bytes octets) {
        network.forge(from, to, octets);
    }

    public Transcript transcript() {
        return transcript;
    }

    /**
     * Ends the faults, lets repair and liveness do their part, and demands that {@link Invariants#consistent} finds
     * nothing.
     *
     * @throws AssertionError with what is wrong, the seed, the command that repeats it, and where the transcript is
     */
    public void judge() {
        Invariants.judge(this);
    }

    /** Ends the faults, and demands that in the end nothing is left: no SA, no negotiation, no lane, no timer. */
    public void judgeEmpty() {
        Invariants.judgeEmpty(this);
    }

    /** Writes what a person needs to see of this run, and says where: transcript, datagrams, keys; a line each. */
    public List<String> evidence() {
        return evidence.leave(this);
    }

    /**
     * Writes every datagram so far to {@code file}, a pcapng, and the keys into the folder beside it whose name ends with
     * {@code .keys}.
     *
     * @return where they are and how to open them, a line each
     */
    public List<String> writeCapture(Path file) throws IOException {
        return evidence.capture(this, file);
    }

    /** The command that makes a world with this seed and these faults. */
    public String command() {
        StringBuilder command = new StringBuilder("./parley simulate --seed " + seed);
        option(command, "loss", asked.loss());
        option(command, "duplication", asked.duplication());
        option(command, "reordering", asked.reordering());
        option(command, "corruption", asked.corruption());
        if (asked.least() != Faults.NONE.least() || asked.most() != Faults.NONE.most()) {
            command.append(" --latency ").append(asked.least()).append('-').append(asked.most());
        }
        if (askedFates != Fates.OPEN) {
            command.append(" --fates ").append(askedFates);
        }
        return command.toString();
    }

    long seed() {
        return seed;
    }

    Timeline timeline() {
        return timeline;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedHost.WorkLatency workLatency() {
        return work;
    }

    Limits limits() {
        return limits;
    }

    Evidence keyLog() {
        return evidence;
    }

    Optional<List<Recording>> recorder() {
        return recordings;
    }

    AssertionError violated(List<String> violations) {
        return Invariants.violated(this, violations);
    }

    private World faults(Faults now) {
        asked = now;
        network.faults(now);
        return this;
    }

    private static void option(StringBuilder command, String name, double probability) {
        if (probability > 0) {
            command.append(String.format(Locale.ROOT, " --%s %s", name, probability));
        }
    }

    private static Bytes address(String text) {
        return IpAddress.parse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address"));
    }
}
