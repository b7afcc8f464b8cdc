package dev.parley.testkit.architecture;

import java.util.List;
import java.util.function.Function;

/**
 * One rule of the architecture.
 *
 * @param name the rule as a sentence
 * @param violations what breaks it: where, what, and what to do; empty if nothing does
 */
public record Rule(String name, Function<Reactor, List<String>> violations) {
    @Override
    public String toString() {
        return name;
    }
}
