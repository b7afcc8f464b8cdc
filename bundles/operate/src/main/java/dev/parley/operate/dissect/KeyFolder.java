package dev.parley.operate.dissect;

import dev.parley.isakmp.dissection.KeyTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Key tables as files of a folder: what {@code --key-log} writes, and whatever else a dissector asks for by name. */
public record KeyFolder(Path folder) implements KeyTables {
    @Override
    public Optional<InputStream> open(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!folder.equals(file.getParent())) {
            throw new IllegalArgumentException("'" + name + "' is no name for a key table");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.newInputStream(file));
        } catch (IOException e) {
            throw new IOException("the keys in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
