package dev.parley.operate.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.operate.view.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measurements for people and for programs. */
public final class BenchView {
    private BenchView() {}

    /** What was measured, in lines. */
    public static List<String> lines(Measured measured) {
        Plan plan = measured.plan();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d %s by %s with %s, %d at once, after %,d to warm up:",
                plan.rounds() * plan.each(),
                plan.operation().many(),
                plan.terms().protocol(),
                plan.terms().suite(),
                plan.atOnce(),
                plan.warmup()));
        lines.add("");
        Table table = new Table("FOR ONE", "CPU ms", "BARE CRYPTO ms", "RATIO", "(ROUNDS)", "OCTETS", "BARE CRYPTO");
        row(table, "initiator", measured.a());
        row(table, "responder", measured.b());
        lines.addAll(table.lines());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%,.0f a second on %d processors, both sides together; %.3f ms of CPU for one in the whole process,",
                measured.perSecond(),
                Runtime.getRuntime().availableProcessors(),
                measured.processMillis()));
        lines.add(String.format(
                Locale.ROOT,
                "of which neither side's: the JVM's compilers %.3f, its collector %.3f, the measuring itself %.3f.",
                measured.compilerMillis(),
                measured.collectorMillis(),
                measured.restMillis()));
        lines.add("Times and ratios are medians of the rounds, in brackets the least and the greatest.");
        lines.add("Bare cryptography is the same calls with the same arguments, one after the other, in the same run:");
        lines.add("  initiator  " + primitives(measured.a().primitives()));
        lines.add("  responder  " + primitives(measured.b().primitives()));
        return lines;
    }

    private static void row(Table table, String side, Measured.Figures figures) {
        table.row(
                side,
                String.format(Locale.ROOT, "%.3f", figures.cpuMillis()),
                String.format(Locale.ROOT, "%.3f", figures.bareMillis()),
                String.format(Locale.ROOT, "%.2f", figures.ratio()),
                String.format(Locale.ROOT, "%.2f to %.2f", figures.lowestRatio(), figures.highestRatio()),
                String.format(Locale.ROOT, "%,d", figures.octets()),
                String.format(Locale.ROOT, "%,d", figures.bareOctets()));
    }

    private static String primitives(Map<String, Integer> primitives) {
        return primitives.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** What was measured, for programs. */
    public static JsonObject json(Measured measured) {
        Plan plan = measured.plan();
        JsonObject json = new JsonObject();
        json.addProperty("operation", plan.operation().many());
        terms(json, plan.terms());
        json.addProperty("count", plan.rounds() * plan.each());
        json.addProperty("rounds", plan.rounds());
        json.addProperty("warmup", plan.warmup());
        json.addProperty("atOnce", plan.atOnce());
        json.addProperty("processors", Runtime.getRuntime().availableProcessors());
        json.addProperty("perSecond", measured.perSecond());
        json.add("initiator", json(measured.a()));
        json.add("responder", json(measured.b()));
        json.addProperty("processCpuMillis", measured.processMillis());
        json.addProperty("compilerCpuMillis", measured.compilerMillis());
        json.addProperty("collectorCpuMillis", measured.collectorMillis());
        json.addProperty("restCpuMillis", measured.restMillis());
        return json;
    }

    private static JsonObject json(Measured.Figures figures) {
        JsonObject json = new JsonObject();
        json.addProperty("cpuMillis", figures.cpuMillis());
        json.addProperty("bareCpuMillis", figures.bareMillis());
        json.addProperty("ratio", figures.ratio());
        json.addProperty("lowestRatio", figures.lowestRatio());
        json.addProperty("highestRatio", figures.highestRatio());
        json.addProperty("octets", figures.octets());
        json.addProperty("bareOctets", figures.bareOctets());
        JsonObject primitives = new JsonObject();
        figures.primitives().forEach(primitives::addProperty);
        json.add("primitives", primitives);
        return json;
    }

    /** Heap, in lines. */
    public static List<String> heapLines(BenchPolicies.Terms terms, List<HeapTaken> taken) {
        Table table = new Table("ESTABLISHED", "INITIATOR", "RESPONDER");
        for (HeapTaken each : taken) {
            table.row(
                    String.format(Locale.ROOT, "%,d", each.count()),
                    String.format(Locale.ROOT, "%,d", each.initiator()),
                    String.format(Locale.ROOT, "%,d", each.responder()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("Octets of heap for each negotiation by " + terms.protocol() + " with one child, established with "
                + terms.suite() + ":");
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    /** Heap, for programs. */
    public static JsonObject heapJson(BenchPolicies.Terms terms, List<HeapTaken> taken) {
        JsonObject json = new JsonObject();
        terms(json, terms);
        JsonArray heap = new JsonArray();
        for (HeapTaken each : taken) {
            JsonObject one = new JsonObject();
            one.addProperty("established", each.count());
            one.addProperty("initiatorOctets", each.initiator());
            one.addProperty("responderOctets", each.responder());
            heap.add(one);
        }
        json.add("heap", heap);
        return json;
    }

    private static void terms(JsonObject json, BenchPolicies.Terms terms) {
        json.addProperty("protocol", terms.protocol());
        json.addProperty("suite", terms.suite().toString());
    }
}
