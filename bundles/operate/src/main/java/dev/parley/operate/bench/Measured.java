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
     */
    record Cost(long wallNanos, Usage a, Usage b, long processNanos) {}

    /** Operations, and at once after them their bare cryptography. */
    record Round(Cost whole, Cost bare) {}

    /** The figures of one side, for one operation. */
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

    /** The part of it that is neither side's: compiler, collector, and who measures. */
    public double othersMillis() {
        return processMillis() - a().cpuMillis() - b().cpuMillis();
    }

    private Figures figures(Function<Cost, Usage> side, Map<String, Integer> primitives) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> (double) side.apply(round.whole()).cpuNanos()
                        / side.apply(round.bare()).cpuNanos())
                .sorted()
                .toArray();
        long cpu = sum(round -> side.apply(round.whole()).cpuNanos());
        long bare = sum(round -> side.apply(round.bare()).cpuNanos());
        return new Figures(
                millis(cpu),
                millis(bare),
                (double) cpu / bare,
                ratios[0],
                ratios[ratios.length - 1],
                sum(round -> side.apply(round.whole()).octets()) / operations(),
                sum(round -> side.apply(round.bare()).octets()) / operations(),
                primitives);
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
