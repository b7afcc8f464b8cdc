package dev.parley.operate.config;

import java.util.List;

/** A configuration cannot be used. Each line says where and why; there is at least one. */
public final class ConfigException extends Exception {
    private final List<String> lines;

    public ConfigException(List<String> lines) {
        super(String.join("; ", lines), null, false, false);
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
