package dev.parley.operate.config;

import dev.parley.crypto.SharedSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads pre-shared keys: text, {@code 0x} and hexadecimal digits, or a file with either. */
final class SecretReader {
    /** Far more than any key; what is longer is another file by mistake. */
    private static final long MAX_OCTETS = 4096;

    private static final String HEX = "0x";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final List<String> warnings;

    /** Relative files are looked for in {@code folder}; what is readable by others is noted in {@code warnings}. */
    SecretReader(Path folder, List<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    /** The pre-shared key, if there is one: not every protocol has one. */
    Optional<SharedSecret> read(Value connection, Fields fields) {
        Optional<Value> inline = fields.take("secret");
        Optional<Value> file = fields.take("secretFile");
        if (inline.isPresent() && file.isPresent()) {
            return connection.wrong("'secret' and 'secretFile' exclude each other; keep one");
        }
        return inline.isPresent()
                ? inline.flatMap(value ->
                        value.text().flatMap(text -> parse(value, text.getBytes(StandardCharsets.UTF_8))))
                : file.flatMap(value -> value.path(folder).flatMap(path -> file(value, path)));
    }

    private Optional<SharedSecret> file(Value value, Path file) {
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                return value.wrong(file + " is no regular file");
            }
            if (Files.size(file) > MAX_OCTETS) {
                return value.wrong(file + " is longer than " + MAX_OCTETS + " octets: no pre-shared key");
            }
            byte[] octets = Files.readAllBytes(file);
            warnOfOthers(value, file);
            return parse(value, withoutLineEnd(octets));
        } catch (NoSuchFileException e) {
            return value.wrong("there is no file " + file);
        } catch (AccessDeniedException e) {
            return value.wrong("reading " + file + " is not allowed to this user");
        } catch (IOException e) {
            return value.wrong(file + " cannot be read: " + e.getMessage());
        }
    }

    private void warnOfOthers(Value value, Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            warnings.add(value.path() + ": others can open " + file + "; chmod 600 it");
        }
    }

    private static Optional<SharedSecret> parse(Value value, byte[] octets) {
        String start = new String(octets, 0, Math.min(HEX.length(), octets.length), StandardCharsets.ISO_8859_1);
        if (octets.length == 0) {
            return value.wrong("the secret is empty");
        }
        if (!start.equals(HEX)) {
            return Optional.of(SharedSecret.owning(octets));
        }
        try {
            String digits = new String(octets, HEX.length(), octets.length - HEX.length(), StandardCharsets.ISO_8859_1);
            byte[] decoded = HexFormat.of().parseHex(digits.strip());
            return decoded.length == 0
                    ? value.wrong("the secret is empty after 0x")
                    : Optional.of(SharedSecret.owning(decoded));
        } catch (IllegalArgumentException e) {
            return value.wrong("after 0x an even number of hexadecimal digits belongs");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] withoutLineEnd(byte[] octets) {
        int end = octets.length;
        if (end > 0 && octets[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && octets[end - 1] == '\r') {
            end--;
        }
        byte[] kept = Arrays.copyOf(octets, end);
        Arrays.fill(octets, (byte) 0);
        return kept;
    }
}
