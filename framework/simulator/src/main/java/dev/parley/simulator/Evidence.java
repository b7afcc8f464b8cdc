package dev.parley.simulator;

import dev.parley.capture.PcapngWriter;
import dev.parley.capture.UdpDatagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a run leaves for a person: its transcript, its datagrams as a pcapng, and beside it a folder with the keys, which is a profile
 * for Wireshark at the same time. The keys are those of an unreal world.
 */
final class Evidence {
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final Bytes MARKER = Bytes.zeros(4);

    private final Map<String, Set<String>> keyTables = new LinkedHashMap<>();

    /** Both ends of an SA log its keys; Wireshark wants each line once. */
    void key(String table, String line) {
        keyTables.computeIfAbsent(table, fresh -> new LinkedHashSet<>()).add(line);
    }

    /** Writes all of it beside each other and says where, a line each; what cannot be written is said too. */
    List<String> leave(World world) {
        Path base = directory().resolve("parley-simulation-" + world.seed());
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(capture(world, Path.of(base + ".pcapng")));
            Path transcript = Files.writeString(Path.of(base + ".txt"), world.command() + "\n" + world.transcript());
            lines.add("transcript: " + transcript.toAbsolutePath());
        } catch (IOException e) {
            lines.add("nothing more could be written to " + base.toAbsolutePath() + ".*: " + e.getMessage());
        }
        return lines;
    }

    /** Writes {@code file} and the folder of keys beside it, and says how to open them. */
    List<String> capture(World world, Path file) throws IOException {
        Path keys = Path.of(file + ".keys").toAbsolutePath();
        Files.createDirectories(keys);
        for (Map.Entry<String, Set<String>> table : keyTables.entrySet()) {
            Files.write(keys.resolve(table.getKey()), table.getValue());
        }
        String open = "WIRESHARK_CONFIG_DIR=" + keys + " wireshark " + file.toAbsolutePath();
        String comment = "Simulated: " + world.command() + "\nDecrypted: WIRESHARK_CONFIG_DIR=<the folder "
                + keys.getFileName() + " beside this file> wireshark " + file.getFileName();
        try (PcapngWriter writer = new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file)), comment)) {
            for (Captured datagram : world.capture()) {
                write(datagram, writer);
            }
        }
        return List.of("capture: " + file.toAbsolutePath(), "open it: " + open);
    }

    private static void write(Captured datagram, PcapngWriter writer) throws IOException {
        Endpoint from = datagram.from();
        Endpoint to = datagram.to();
        Bytes payload = from.encapsulated() ? Bytes.concat(MARKER, datagram.octets()) : datagram.octets();
        writer.write(
                (SimulatedHost.WALL_START + datagram.time()) * NANOS_A_MILLI,
                from.address(),
                to.address(),
                new UdpDatagram(from.port(), to.port(), payload),
                comment(datagram));
    }

    /** Only what is out of the ordinary. */
    private static String comment(Captured datagram) {
        List<String> words = new ArrayList<>();
        if (datagram.origin() != Captured.Origin.SENT) {
            words.add(datagram.origin().name().toLowerCase(Locale.ROOT));
        }
        if (datagram.fate() != Captured.Fate.ARRIVED) {
            words.add(datagram.fate().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return String.join(", ", words);
    }

    /** The build's directory if there is one: a person looks there first, and a clean build removes it. */
    private static Path directory() {
        Path build = Path.of("target");
        return Files.isDirectory(build) ? build : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
