package dev.parley.examples.realpeers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of Wireshark's tables of keys, which is also a profile for tshark. */
record KeyTables(Path folder) {
    /** The keys of the IKE SA that was logged last. */
    IkeKeys lastIke() {
        List<String> lines = lines("ikev2_decryption_table");
        if (lines.isEmpty()) {
            throw new AssertionError("no IKE keys were logged in " + folder);
        }
        return ike(fields(lines.get(lines.size() - 1)));
    }

    /** The keys of the IKE SA that has these two SPIs, once they are logged. */
    Optional<IkeKeys> ike(Set<String> spis) {
        return lines("ikev2_decryption_table").stream()
                .map(KeyTables::fields)
                .filter(fields -> spis.equals(Set.of(fields[0], fields[1])))
                .map(KeyTables::ike)
                .findFirst();
    }

    private static IkeKeys ike(String[] fields) {
        return new IkeKeys(fields[2], fields[3], fields[5], fields[6]);
    }

    /** The ESP SAs by SPI, eight lower-case digits. */
    Map<String, EspKey> esp() {
        Map<String, EspKey> sas = new HashMap<>();
        for (String line : lines("esp_sa")) {
            String[] fields = fields(line);
            sas.put(plain(fields[3]), new EspKey(fields[1], fields[2], plain(fields[5]), plain(fields[7])));
        }
        return sas;
    }

    /** Makes the tables out of keys that came from elsewhere. */
    static KeyTables write(Path folder, Suite suite, String spis, IkeKeys ike, Map<String, EspKey> esp) {
        StringBuilder sas = new StringBuilder();
        esp.forEach((spi, key) -> sas.append("\"IPv4\",\"%s\",\"%s\",\"0x%s\",\"%s\",\"0x%s\",\"%s\",\"%s\"%n"
                .formatted(
                        key.source(),
                        key.destination(),
                        spi,
                        suite.wiresharkEspCipher,
                        key.encryption(),
                        suite.wiresharkEspIntegrity,
                        key.integrity().isEmpty() ? "" : "0x" + key.integrity())));
        try {
            Files.writeString(
                    folder.resolve("ikev2_decryption_table"),
                    "%s,%s,%s,\"%s\",%s,%s,\"%s\"%n"
                            .formatted(
                                    spis,
                                    ike.skEi(),
                                    ike.skEr(),
                                    suite.wiresharkIkeCipher,
                                    ike.skAi(),
                                    ike.skAr(),
                                    suite.wiresharkIkeIntegrity));
            Files.writeString(folder.resolve("esp_sa"), sas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeyTables(folder);
    }

    private List<String> lines(String table) {
        try {
            String text = Files.exists(folder.resolve(table)) ? Files.readString(folder.resolve(table)) : "";
            // what is being written has no end yet
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] fields(String line) {
        return line.replace("\"", "").toLowerCase().split(",", -1);
    }

    private static String plain(String number) {
        return number.startsWith("0x") ? number.substring(2) : number;
    }
}
