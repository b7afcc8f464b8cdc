package dev.parley.operate.command;

import dev.parley.engine.Engine;
import dev.parley.operate.plugins.Plugins;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands as a person would, and keeps what they print. */
final class Console {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Surroundings surroundings;

    Console(Plugins plugins) {
        surroundings = new Surroundings(Engine::plain, plugins, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    Console() {
        this(List::of);
    }

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Parley.run(List.of(arguments), surroundings);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
