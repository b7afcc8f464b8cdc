package dev.parley.isakmp.dissection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Key material by name: the tables that a {@link dev.parley.isakmp.event.KeyLog} gets, and files such as keytabs. */
@ProviderType
public interface KeyTables {
    /** Nothing to decrypt with. */
    KeyTables NONE = name -> Optional.empty();

    /** The octets of what is named so, for the caller to close; empty if there is none. */
    Optional<InputStream> open(String name) throws IOException;

    /** The lines of a table of text, in order, without blank ones; none if there is no such table. */
    default List<String> lines(String table) throws IOException {
        Optional<InputStream> octets = open(table);
        if (octets.isEmpty()) {
            return List.of();
        }
        try (BufferedReader text = new BufferedReader(new InputStreamReader(octets.get(), StandardCharsets.UTF_8))) {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
