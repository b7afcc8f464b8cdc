package dev.parley.operate.config;

import com.google.gson.JsonElement;
import dev.parley.engine.Limits;
import dev.parley.isakmp.extension.Catalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a configuration file: JSON in, policies out, and every mistake at once. */
public final class ConfigReader {
    /** Thousands of connections fit; what is longer is another file by mistake. */
    private static final int MAX_OCTETS = 16 << 20;

    private ConfigReader() {}

    /**
     * Reads {@code file}; secret files are looked for beside it.
     *
     * @param catalog has the protocols that are installed: they know their ports
     * @throws ConfigException with one line for each mistake
     */
    public static Config read(Path file, Catalog catalog) throws ConfigException {
        String text;
        try {
            text = text(file);
        } catch (NoSuchFileException e) {
            throw failure("there is no such file");
        } catch (AccessDeniedException e) {
            throw failure("reading it is not allowed to this user");
        } catch (CharacterCodingException e) {
            throw failure("it is not UTF-8 text");
        } catch (IOException e) {
            throw failure("it cannot be read: " + e.getMessage());
        }
        return parse(
                text, Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(".")), catalog);
    }

    /**
     * Reads a configuration from its text; relative secret files are looked for in {@code folder}.
     *
     * @throws ConfigException with one line for each mistake
     */
    public static Config parse(String text, Path folder, Catalog catalog) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        List<String> warnings = new ArrayList<>();
        Optional<Config> config = new Value("$", json(text), mistakes)
                .object()
                .map(fields -> config(
                        fields, new ConnectionReader(new SecretReader(folder, warnings), catalog), mistakes, warnings));
        if (!mistakes.lines().isEmpty()) {
            throw new ConfigException(mistakes.lines());
        }
        return config.orElseThrow();
    }

    private static Config config(Fields fields, ConnectionReader reader, Mistakes mistakes, List<String> warnings) {
        Optional<Path> control = fields.take("control").flatMap(value -> value.path(Path.of("")));
        Limits limits = fields.take("limits").map(LimitsReader::read).orElse(Limits.DEFAULT);
        List<Connection> connections = new ArrayList<>();
        fields.need("connections", "{\"to-b\": {…}}")
                .ifPresent(value -> value.object().ifPresent(all -> {
                    if (all.all().isEmpty()) {
                        value.wrong("a gateway without connections has nothing to do; add one: \"to-b\": {…}");
                    }
                    all.all().forEach((name, one) -> reader.read(name, one).ifPresent(connections::add));
                }));
        fields.end();
        Clashes.check(connections, mistakes);
        return new Config(control, limits, connections, warnings);
    }

    /** Counts what it reads: devices and pipes have no size to ask for. */
    private static String text(Path file) throws IOException, ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw failure("it is longer than " + (MAX_OCTETS >> 20) + " MiB: no configuration");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        }
    }

    private static JsonElement json(String text) throws ConfigException {
        try {
            return StrictJson.read(text);
        } catch (IOException e) {
            throw failure(e.getMessage());
        }
    }

    private static ConfigException failure(String why) {
        return new ConfigException(List.of(why));
    }
}
