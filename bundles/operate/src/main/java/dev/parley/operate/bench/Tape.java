package dev.parley.operate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The calls of primitives that one side made for one operation, to be made again with the same arguments. */
final class Tape {
    /** A call of a primitive; what it returns is of no interest. */
    @FunctionalInterface
    interface Call {
        void make() throws Exception;
    }

    private record Entry(String primitive, Call call) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(String primitive, Call call) {
        entries.add(new Entry(primitive, call));
    }

    /** Forgets what was recorded: what comes from now on is what is asked for. */
    synchronized void clear() {
        entries.clear();
    }

    /** Makes the calls again, in their order. */
    synchronized void play() {
        for (Entry entry : entries) {
            try {
                entry.call().make();
            } catch (Exception failed) {
                throw new IllegalStateException(
                        entry.primitive() + " cannot be called again with the same arguments, so its bare cost is not "
                                + "known: " + failed,
                        failed);
            }
        }
    }

    /** How many calls of which primitive, by name. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        entries.forEach(entry -> counts.merge(entry.primitive(), 1, Integer::sum));
        return counts;
    }
}
