package dev.parley.operate.simulation;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.simulator.Fates;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One negotiation of two gateways on a network that loses, repeats and delays, all of it decided by a seed. */
public final class Simulation {
    private static final String NAME_AT_A = "to-b";
    private static final String NAME_AT_B = "to-a";

    /** What the network does to datagrams: probabilities from 0 to 1. */
    public record Weather(
            double loss,
            double duplication,
            double reordering,
            double corruption,
            Optional<Latency> latency,
            Optional<Fates> fates) {}

    /** How long a datagram travels, in milliseconds, both included. */
    public record Latency(long least, long most) {}

    /**
     * How it ended.
     *
     * @param up whether both sides have SAs
     * @param violations what must never be and was; empty if all is well
     * @param millis virtual time until it was quiet
     * @param command the command that repeats it
     */
    public record Result(
            long seed,
            boolean up,
            List<String> violations,
            int datagrams,
            long millis,
            List<String> transcript,
            Optional<String> refusal,
            String command) {}

    private Simulation() {}

    /** Runs one; the same arguments give the same result. */
    public static Result run(long seed, Weather weather, Contribution plugins) {
        return result(seed, weather, plugins, world -> {});
    }

    /**
     * Runs one and leaves what it sent in {@code pcapng}, with the keys in a folder beside it.
     *
     * @param told is told where, line by line
     */
    public static Result run(long seed, Weather weather, Contribution plugins, Path pcapng, Consumer<String> told) {
        return result(seed, weather, plugins, world -> {
            try {
                world.writeCapture(pcapng).forEach(told);
            } catch (IOException e) {
                throw new UncheckedIOException("the capture cannot be written: " + e.getMessage(), e);
            }
        });
    }

    private static Result result(long seed, Weather weather, Contribution plugins, Consumer<World> afterwards) {
        World world = World.seeded(seed)
                .with(plugins)
                .loss(weather.loss())
                .duplication(weather.duplication())
                .reordering(weather.reordering())
                .corruption(weather.corruption());
        weather.latency().ifPresent(latency -> world.latency(latency.least(), latency.most()));
        weather.fates().ifPresent(world::fates);
        Policies policies = Policies.pair(NAME_AT_A, NAME_AT_B, "simulated");
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        var errand = a.establish(NAME_AT_A);
        Optional<String> violation = Optional.empty();
        boolean up = false;
        int datagrams = 0;
        long millis = 0;
        List<String> transcript = List.of();
        try {
            world.runUntilQuiet();
            up = !a.sad().entries().isEmpty() && !b.sad().entries().isEmpty();
            datagrams = world.capture().size();
            millis = world.now();
            transcript = lines(world);
            world.judge();
        } catch (AssertionError broken) {
            violation = Optional.of(String.valueOf(broken.getMessage()));
        }
        afterwards.accept(world);
        return new Result(
                seed,
                up,
                violation.map(text -> text.lines().toList()).orElse(List.of()),
                datagrams,
                millis,
                transcript,
                errand.failure().map(Throwable::getMessage),
                world.command());
    }

    private static List<String> lines(World world) {
        return world.transcript().lines().stream().map(Object::toString).toList();
    }
}
