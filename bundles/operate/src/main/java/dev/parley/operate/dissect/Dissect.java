package dev.parley.operate.dissect;

import dev.parley.capture.CaptureException;
import dev.parley.capture.CaptureReader;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a capture or a hex dump and shows what it says. */
public final class Dissect {
    /**
     * How it went.
     *
     * @param broken in one line why the input is not well; empty if it is
     * @param faulty messages in which some octet is not as it should be
     */
    public record Outcome(Optional<String> broken, long faulty) {}

    private final Catalog catalog;
    private final KeyTables keys;
    private final DissectionPrinter printer;

    private Dissect(Catalog catalog, KeyTables keys, DissectionPrinter printer) {
        this.catalog = catalog;
        this.keys = keys;
        this.printer = printer;
    }

    /** For a person, line by line. */
    public static Dissect toText(Catalog catalog, KeyTables keys, Detail detail, Consumer<String> out) {
        return new Dissect(catalog, keys, new TextPrinter(out, detail));
    }

    /** The same as one JSON object. */
    public static Dissect toJson(Catalog catalog, KeyTables keys, Detail detail, Writer out) throws IOException {
        return new Dissect(catalog, keys, new JsonPrinter(out, detail));
    }

    /**
     * Reads to the end and shows what it finds as it goes.
     *
     * @param octets pcap, pcapng, or text that is hexadecimal
     * @throws IOException input that cannot be read at all, and keys that cannot, in one line
     */
    public Outcome run(InputStream octets) throws IOException {
        Interpreter interpreter = new Interpreter(catalog, keys);
        DissectionPrinter.Tally tally = new DissectionPrinter.Tally(0, 0, 0, 0, 0);
        List<String> remarks = new ArrayList<>();
        Optional<String> broken = Optional.empty();
        try (PacketSource packets = open(octets)) {
            printer.begin();
            try {
                for (Optional<Packet> packet = packets.next(); packet.isPresent(); packet = packets.next()) {
                    Seen seen = interpreter.read(packet.get());
                    tally = tally.and(seen);
                    printer.print(seen);
                }
            } catch (CaptureException cut) {
                broken = Optional.of(cut.getMessage());
            }
            remarks.addAll(packets.passedOver());
        }
        printer.end(tally, remarks);
        if (broken.isEmpty() && tally.messages() == 0) {
            broken = Optional.of("it holds no message of a protocol that is plugged in: "
                    + String.join(", ", interpreter.readers()));
        }
        return new Outcome(broken, tally.faulty());
    }

    private static PacketSource open(InputStream octets) throws IOException {
        BufferedInputStream in = new BufferedInputStream(octets);
        in.mark(CaptureReader.MAGIC_OCTETS);
        Bytes beginning = Bytes.copyOf(in.readNBytes(CaptureReader.MAGIC_OCTETS));
        in.reset();
        if (beginning.isEmpty()) {
            throw new CaptureException("it is empty");
        }
        return CaptureReader.recognises(beginning)
                ? new CaptureSource(CaptureReader.open(in))
                : new HexSource(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }
}
