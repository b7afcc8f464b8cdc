package dev.parley.operate.plugins;

import java.util.List;
import java.util.Optional;

/** What is installed, started or not. */
public interface Plugins {
    List<Plugin> installed();

    /**
     * A bundle.
     *
     * @param running whether it was started
     * @param why why it was not, or why it is of no use although it was
     * @param points the extension points that it defines
     * @param declared what its manifest says that it contributes
     */
    record Plugin(
            String name,
            String version,
            boolean running,
            Optional<String> why,
            List<String> points,
            List<Declared> declared) {
        public Plugin {
            points = List.copyOf(points);
            declared = List.copyOf(declared);
        }
    }

    /** A contribution, as a manifest declares it. */
    record Declared(String point, String key) {}
}
