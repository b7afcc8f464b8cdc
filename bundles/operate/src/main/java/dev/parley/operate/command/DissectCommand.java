package dev.parley.operate.command;

import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.dissect.Detail;
import dev.parley.operate.dissect.Dissect;
import dev.parley.operate.dissect.KeyFolder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a capture says. */
@Command(
        name = "dissect",
        description =
                "Prints each message of a capture (pcap, pcapng) or of a hex dump as the RFC writes it, decrypted where there "
                        + "are keys, and in a message that is not as it should be the first bad octet. Exits with 1 if there "
                        + "is such a message, or none at all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley dissect talk.pcap --keys keys          keys: what 'parley serve --key-log keys' wrote",
            "  parley dissect talk.pcap --verbose            every field with its offset",
            "  tcpdump -w - udp port 500 | parley dissect -",
            "  echo 2408...00 | parley dissect -             hexadecimal, offsets or not; a blank line between messages"
        })
final class DissectCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "pcap, pcapng or hexadecimal text; - is standard input")
    private String file;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "a folder of key tables, as --key-log writes them: ikev2_decryption_table and others")
    private Path keys;

    @Option(
            names = {"-v", "--verbose"},
            description = "show every field")
    private boolean verbose;

    @Mixin
    private JsonOption json;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    DissectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ControlException, IOException {
        KeyTables tables = Optional.ofNullable(keys).isPresent() ? tables() : KeyTables.NONE;
        Catalog catalog = surroundings.engine().get().catalogs().catalog();
        Detail detail = verbose ? Detail.FIELDS : Detail.LINES;
        Dissect dissect = json.chosen()
                ? Dissect.toJson(catalog, tables, detail, surroundings.out())
                : Dissect.toText(catalog, tables, detail, line -> surroundings.print(List.of(line)));
        String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
        try (InputStream octets = open()) {
            Dissect.Outcome outcome = dissect.run(octets);
            outcome.broken().ifPresent(why -> surroundings.err().println("parley: " + name + ": " + why));
            return outcome.broken().isPresent() || outcome.faulty() > 0 ? ControlException.FAILED : 0;
        } catch (IOException unreadable) {
            throw new ControlException(ControlException.FAILED, name + ": " + unreadable.getMessage(), List.of());
        }
    }

    private KeyTables tables() throws ControlException {
        if (!Files.isDirectory(keys)) {
            throw usage("there is no folder " + keys + " with keys");
        }
        return new KeyFolder(keys);
    }

    private InputStream open() throws ControlException, IOException {
        if (file.equals(STANDARD_INPUT)) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // standard input is not ours to close
                }
            };
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw usage((Files.exists(path) ? "cannot read " : "there is no ") + "file " + file);
        }
        return Files.newInputStream(path);
    }

    private static ControlException usage(String what) {
        return new ControlException(ControlException.USAGE, what, List.of());
    }
}
