package dev.parley.operate.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, all of it, each with the JSON path of its place. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    void add(String path, String why) {
        lines.add(path + ": " + why);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
