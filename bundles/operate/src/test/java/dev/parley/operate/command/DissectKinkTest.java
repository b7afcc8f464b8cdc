package dev.parley.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley dissect} before what two other implementations of KINK said, KDC traffic between it. */
class DissectKinkTest {
    private final Console console = new Console();

    @TempDir
    Path folder;

    private static String resource(String name) throws URISyntaxException {
        return Path.of(DissectKinkTest.class.getResource("/captures/" + name).toURI())
                .toString();
    }

    private List<String> lines() {
        return console.out().lines().toList();
    }

    @Test
    void with_a_keytab_a_whole_life_is_decrypted_a_line_a_message() throws Exception {
        assertThat(console.run("dissect", resource("kink-three-messages.pcap"), "--keys", resource("keys")))
                .isZero();
        assertThat(lines().get(1))
                .startsWith("    8     0.008122  10.91.0.2:910 -> 10.91.0.1:910  ")
                .endsWith("REPLY 00000000 ACKREQ: AP_REP, ENCRYPT {ISAKMP {SA, Nr}}");
        assertThat(lines().get(6)).endsWith("DELETE 00000002: AP_REQ, ENCRYPT {ISAKMP {D(ESP 0x0a000001)}}");
        assertThat(lines()).hasSize(10).last().isEqualTo("8 messages; 6 other packets");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void without_one_it_says_once_whose_key_it_would_take() throws Exception {
        assertThat(console.run("dissect", resource("kink-three-messages.pcap"))).isZero();
        assertThat(lines())
                .filteredOn(line -> line.contains("nothing opens the ticket for kink/b.kink.test@KINK.TEST"))
                .hasSize(1);
    }

    @Test
    void verbose_says_of_a_long_field_what_it_means() throws Exception {
        console.run("dissect", resource("kink-three-messages.pcap"), "--verbose", "--keys", resource("keys"));
        assertThat(lines())
                .anyMatch(line -> line.contains("AP-REQ: 6e82")
                        && line.endsWith("... (666 octets: ticket for kink/b.kink.test@KINK.TEST, encryption type 18,"
                                + " key version 1)"))
                .anyMatch(line -> line.endsWith("Attribute Value: 0e10 (3600)"));
    }

    @Test
    void a_keytab_that_is_none_is_one_line() throws IOException, URISyntaxException {
        Files.writeString(folder.resolve("kink.keytab"), "secret");
        assertThat(console.run("dissect", resource("kink-three-messages.pcap"), "--keys", folder.toString()))
                .isEqualTo(1);
        assertThat(console.err())
                .contains("kink.keytab is no keytab of file format 5.2")
                .doesNotContain("secret");
        assertThat(console.err().lines()).hasSize(1);
    }
}
