package dev.parley.ikev2.dissection;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.WiresharkNames;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of IKE SAs as Wireshark keeps them: SPIi, SPIr, SK_ei, SK_er, the cipher, SK_ai, SK_ar and the integrity algorithm, a
 * line an IKE SA; a rekeyed one has a line of its own.
 */
final class DecryptionTable {
    private static final int COLUMNS = 8;

    private record Spis(Bytes initiator, Bytes responder) {}

    private final Map<Spis, List<SkProtection>> protections = new HashMap<>();
    private final Map<Spis, String> missing = new HashMap<>();

    private DecryptionTable() {}

    /** @throws IOException a line that is none: its number, never what it says */
    static DecryptionTable read(KeyTables keys, Catalog catalog) throws IOException {
        DecryptionTable table = new DecryptionTable();
        int number = 0;
        for (String line : keys.lines(WiresharkNames.IKE_TABLE)) {
            number++;
            if (!line.startsWith("#")) {
                table.add(columns(line, number), number, catalog);
            }
        }
        return table;
    }

    /** What may open the messages of an IKE SA; several if the table has several lines for it. */
    List<SkProtection> of(IsakmpHeader header) {
        return protections.getOrDefault(spis(header), List.of());
    }

    /** Why there is nothing for an IKE SA, in one line. */
    String why(IsakmpHeader header) {
        Spis spis = spis(header);
        return Optional.ofNullable(missing.get(spis))
                .orElse("no keys for the IKE SA " + spis.initiator() + "/" + spis.responder());
    }

    private static Spis spis(IsakmpHeader header) {
        return new Spis(header.initiatorCookie(), header.responderCookie());
    }

    private void add(List<String> columns, int number, Catalog catalog) throws IOException {
        Spis spis = new Spis(octets(columns, 0, number), octets(columns, 1, number));
        String cipherName = columns.get(4);
        String integrityName = columns.get(7);
        Key none = Key.of(Bytes.EMPTY);
        IkeKeys keys = new IkeKeys(
                none,
                Key.of(octets(columns, 5, number)),
                Key.of(octets(columns, 6, number)),
                Key.of(octets(columns, 2, number)),
                Key.of(octets(columns, 3, number)),
                none,
                none);
        Optional<Cipher> cipher = catalog.find(Cipher.class, WiresharkNames.cipherKey(cipherName));
        Optional<String> integrityKey = WiresharkNames.integrityKey(integrityName);
        Optional<Integrity> integrity = integrityKey.flatMap(key -> catalog.find(Integrity.class, key));
        if (cipher.isEmpty() || integrityKey.isPresent() && integrity.isEmpty()) {
            missing.put(
                    spis, "its keys are there, but no bundle has " + (cipher.isEmpty() ? cipherName : integrityName));
        } else {
            protections
                    .computeIfAbsent(spis, fresh -> new ArrayList<>())
                    .add(new SkProtection(cipher.get(), integrity, keys));
        }
    }

    /** Values between commas, in quotes or not; no algorithm has a comma in its name. */
    private static List<String> columns(String line, int number) throws IOException {
        String[] columns = line.split(",", -1);
        if (columns.length != COLUMNS) {
            throw wrong(number, columns.length + " columns instead of " + COLUMNS);
        }
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            String value = column.strip();
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            values.add(quoted ? value.substring(1, value.length() - 1) : value);
        }
        return values;
    }

    private static Bytes octets(List<String> columns, int index, int number) throws IOException {
        String digits = columns.get(index).replaceFirst("^0[xX]", "");
        if (!digits.matches("([0-9a-fA-F]{2})*")) {
            throw wrong(number, "column " + (index + 1) + " is not hexadecimal");
        }
        return Bytes.hex(digits);
    }

    private static IOException wrong(int number, String why) {
        return new IOException(
                "line " + number + " of " + WiresharkNames.IKE_TABLE + " is no line of that table: " + why);
    }
}
