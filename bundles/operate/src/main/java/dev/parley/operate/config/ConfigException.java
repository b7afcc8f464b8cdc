package dev.parley.operate.config;

import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/** A configuration cannot be used. Each line says where and why; there is at least one. */
public final class ConfigException extends Exception {
    private final List<String> lines;

    public ConfigException(List<String> lines) {
        super(String.join("; ", lines), null, false, false);
        // a path in it is as the file has it, and a line must stay one
        this.lines = lines.stream().map(line -> Bytes.utf8(line).printable()).toList();
    }

    public List<String> lines() {
        return lines;
    }
}
