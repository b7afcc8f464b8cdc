package dev.parley.operate.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A configuration file: it is read, or every mistake is said in one line. */
public final class FuzzedConfig {
    private static final Path FOLDER = Path.of("target");

    private FuzzedConfig() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            ConfigReader.parse(new String(octets, StandardCharsets.UTF_8), FOLDER, Catalogs.INSTALLED)
                    .policies();
        } catch (ConfigException mistakes) {
            boolean said = !mistakes.lines().isEmpty()
                    && mistakes.lines().stream().noneMatch(line -> line.isBlank() || line.contains("\n"));
            if (!said) {
                throw new AssertionError("a mistake is a line", mistakes);
            }
        }
    }
}
