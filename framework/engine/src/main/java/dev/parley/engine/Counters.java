package dev.parley.engine;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name. The names are bounded, since plug-ins choose some of them. */
final class Counters {
    private final ConcurrentHashMap<String, LongAdder> adders = new ConcurrentHashMap<>();

    void add(String name) {
        LongAdder adder = adders.get(name);
        if (adder == null) {
            String counted = adders.size() < NAMES ? name : OTHERS;
            adder = adders.computeIfAbsent(counted, fresh -> new LongAdder());
        }
        adder.increment();
    }

    SortedMap<String, Long> values() {
        SortedMap<String, Long> values = new TreeMap<>();
        for (Map.Entry<String, LongAdder> entry : adders.entrySet()) {
            values.put(entry.getKey(), entry.getValue().sum());
        }
        return values;
    }

    /** Several times what all protocols together name; a plug-in that counts by peer would fill the memory without it. */
    static final int NAMES = 500;

    private static final String OTHERS = "others";
}
