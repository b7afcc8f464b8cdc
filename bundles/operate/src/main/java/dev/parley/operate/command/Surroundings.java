package dev.parley.operate.command;

import dev.parley.engine.Engine;
import dev.parley.operate.plugins.Plugins;
import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * What commands find around them.
 *
 * @param engine is asked for only by commands that negotiate: making one takes time
 */
public record Surroundings(Supplier<Engine> engine, Plugins plugins, PrintWriter out, PrintWriter err) {
    /** Those of this process. */
    public static Surroundings ofProcess(Supplier<Engine> engine, Plugins plugins) {
        return new Surroundings(engine, plugins, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    void print(Iterable<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }
}
