package dev.parley.operate.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.capture.PcapngWriter;
import dev.parley.capture.UdpDatagram;
import dev.parley.engine.CatalogTracker;
import dev.parley.ikev2.Ikev2Component;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A protocol that nobody here has heard of brings its own reading: with a key out of a file, and a memory. */
class StrangersDissectorTest {
    private static final Bytes A = IpAddress.parse("192.0.2.1").orElseThrow();
    private static final Bytes B = IpAddress.parse("192.0.2.2").orElseThrow();
    private static final int PORT = 910;

    /** Every octet is hidden by the same other one; the second time somebody speaks is an answer. */
    private static final class Greeting implements Dissector {
        @Override
        public String key() {
            return "greeting";
        }

        @Override
        public Set<Integer> udpPorts() {
            return Set.of(PORT);
        }

        @Override
        public Reading open(KeyTables keys, Catalog catalog) throws IOException {
            Optional<Integer> key = Optional.empty();
            var file = keys.open("greeting.keytab");
            if (file.isPresent()) {
                try (var octets = file.get()) {
                    key = Optional.of(octets.read());
                }
            }
            Optional<Integer> found = key;
            List<Overheard> before = new ArrayList<>();
            return datagram -> {
                before.add(datagram);
                String which = "greeting " + before.size()
                        + (datagram.from().equals(before.get(0).from()) ? "" : ", answered");
                return Optional.of(found.map(hidden -> Dissection.of(which + ": " + shown(datagram.octets(), hidden)))
                        .orElseGet(() -> Dissection.of(which).note("no greeting.keytab")));
            };
        }

        private static String shown(Bytes octets, int key) {
            byte[] text = octets.toArray();
            for (int i = 0; i < text.length; i++) {
                text[i] ^= (byte) key;
            }
            return Bytes.copyOf(text).printable();
        }
    }

    /** A plug-in with a bug. */
    private static final class Broken implements Dissector {
        @Override
        public String key() {
            return "broken";
        }

        @Override
        public Set<Integer> udpPorts() {
            return Set.of(PORT + 1);
        }

        @Override
        public Reading open(KeyTables keys, Catalog catalog) {
            return datagram -> {
                throw new IllegalStateException("oops");
            };
        }
    }

    private static Bytes capture(int port) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, "")) {
            writer.write(1_000, A, B, new UdpDatagram(4000, port, Bytes.hex("4944")), "");
            writer.write(2_000, B, A, new UdpDatagram(port, 4000, Bytes.hex("494e")), "");
        }
        return Bytes.copyOf(out.toByteArray());
    }

    private static List<String> dissect(Dissector dissector, KeyTables keys, int port) throws IOException {
        CatalogTracker catalogs = new CatalogTracker();
        catalogs.add(new Ikev2Component());
        catalogs.add(() -> List.of(dissector));
        List<String> lines = new ArrayList<>();
        Dissect.toText(catalogs.catalog(), keys, Detail.LINES, lines::add)
                .run(new ByteArrayInputStream(capture(port).toArray()));
        return lines;
    }

    @Test
    void it_is_asked_for_what_goes_to_its_port_and_finds_its_key_by_name() throws IOException {
        KeyTables keys = name -> name.equals("greeting.keytab")
                ? Optional.of(new ByteArrayInputStream(new byte[] {0x21}))
                : Optional.empty();
        assertThat(dissect(new Greeting(), keys, PORT))
                .containsExactly(
                        "    1     0.000000  192.0.2.1:4000 -> 192.0.2.2:910  greeting 1: he",
                        "    2     0.000001  192.0.2.2:910 -> 192.0.2.1:4000  greeting 2, answered: ho",
                        "",
                        "2 messages");
    }

    @Test
    void without_its_key_it_says_what_is_missing() throws IOException {
        assertThat(dissect(new Greeting(), KeyTables.NONE, PORT)).contains("        no greeting.keytab");
    }

    @Test
    void its_bug_spoils_its_own_messages_and_names_it() throws IOException {
        assertThat(dissect(new Broken(), KeyTables.NONE, PORT + 1))
                .anyMatch(
                        line -> line.contains("a bug in the dissector 'broken': java.lang.IllegalStateException: oops"))
                .last()
                .isEqualTo("2 messages");
    }
}
