package dev.parley.operate.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What came out.
 *
 * @param primitivesA how many calls of which primitive the side that begins makes for one operation
 * @param primitivesB the same of the other side
 */
public record Measured(
        Plan plan, List<Round> rounds, Map<String, Integer> primitivesA, Map<String, Integer> primitivesB) {
    /**
     * What some operations, or their bare cryptography, cost.
     *
     * @param wallNanos by the clock on the wall
     * @param processNanos of processor time of the whole process
     * @param jvm the part of it that the JVM's own threads took
     */
    record Cost(long wallNanos, Usage a, Usage b, long processNanos, JvmThreads jvm) {}

    /** Operations, and at once after them their bare cryptography. */
    record Round(Cost whole, Cost bare) {}

    /** The figures of one side, for one operation: of times the median of the rounds, since others may use the machine. */
    public record Figures(
            double cpuMillis,
            double bareMillis,
            double ratio,
            double lowestRatio,
            double highestRatio,
            long octets,
            long bareOctets,
            Map<String, Integer> primitives) {}

    /** Operations a second, by the clock on the wall. */
    public double perSecond() {
        return operations() * 1e9 / sum(round -> round.whole().wallNanos());
    }

    /** Figures of the side that begins. */
    public Figures a() {
        return figures(Cost::a, primitivesA);
    }

    /** Figures of the other side. */
    public Figures b() {
        return figures(Cost::b, primitivesB);
    }

    /** Processor time of the whole process for one operation, in milliseconds. */
    public double processMillis() {
        return millis(sum(round -> round.whole().processNanos()));
    }

    /** The part of it that the JVM's compilers took. */
    public double compilerMillis() {
        return millis(sum(round -> round.whole().jvm().compilerNanos()));
    }

    /** The part of it that the JVM's collector took. */
    public double collectorMillis() {
        return millis(sum(round -> round.whole().jvm().collectorNanos()));
    }

    /** The part of it that is neither side's, nor the compilers' or the collector's: mostly who measures. */
    public double restMillis() {
        long sides =
                sum(round -> round.whole().a().cpuNanos() + round.whole().b().cpuNanos());
        return processMillis() - millis(sides) - compilerMillis() - collectorMillis();
    }

    private Figures figures(Function<Cost, Usage> side, Map<String, Integer> primitives) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> (double) side.apply(round.whole()).cpuNanos()
                        / side.apply(round.bare()).cpuNanos())
                .sorted()
                .toArray();
        return new Figures(
                median(round -> side.apply(round.whole()).cpuNanos()) / plan.each(),
                median(round -> side.apply(round.bare()).cpuNanos()) / plan.each(),
                middle(ratios),
                ratios[0],
                ratios[ratios.length - 1],
                sum(round -> side.apply(round.whole()).octets()) / operations(),
                sum(round -> side.apply(round.bare()).octets()) / operations(),
                primitives);
    }

    /** In milliseconds. */
    private double median(ToLongFunction<Round> nanos) {
        return middle(rounds.stream()
                        .mapToDouble(round -> nanos.applyAsLong(round))
                        .sorted()
                        .toArray())
                / 1e6;
    }

    private static double middle(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private double millis(long nanos) {
        return nanos / 1e6 / operations();
    }

    private long sum(ToLongFunction<Round> of) {
        return rounds.stream().mapToLong(of).sum();
    }

    private long operations() {
        return (long) rounds.size() * plan.each();
    }
}
