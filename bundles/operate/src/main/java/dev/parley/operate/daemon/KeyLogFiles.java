package dev.parley.operate.daemon;

import dev.parley.isakmp.event.KeyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Writes key material into tables that Wireshark reads, a file a table. Whoever has them reads the traffic. */
public final class KeyLogFiles implements KeyLog {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path folder;

    private KeyLogFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Tables in {@code folder}, which is made if it is not there.
     *
     * @throws IOException if it cannot be made, or others can enter it; in one line
     */
    public static KeyLogFiles in(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } catch (FileAlreadyExistsException e) {
            Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(folder));
            if (open.retainAll(FOLDER)) {
                throw new IOException(
                        "keys will not be logged into " + folder + ", which others can enter: chmod 700 it", e);
            }
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " for key logs cannot be made: " + e.getMessage(), e);
        }
        return new KeyLogFiles(folder);
    }

    @Override
    public String key() {
        return "dev.parley.operate";
    }

    @Override
    public synchronized void line(String table, String line) {
        if (!table.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("'" + table + "' is no name for a key table");
        }
        Set<StandardOpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (SeekableByteChannel channel = Files.newByteChannel(
                        folder.resolve(table), append, PosixFilePermissions.asFileAttribute(FILE));
                var out = Channels.newOutputStream(channel)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the key log " + folder.resolve(table) + " cannot be written", e);
        }
    }
}
