package dev.parley.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DissectCommandTest {
    private static final int CAPTURE_HEADER = 24;

    private final Console console = new Console();

    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(
                    DissectCommandTest.class.getResource("/captures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String capture() {
        return resource("ikev2-psk.pcap").toString();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private List<String> lines() {
        return console.out().lines().toList();
    }

    private static String firstMessage() throws IOException {
        Bytes file = Bytes.copyOf(Files.readAllBytes(resource("ikev2-psk.pcap")));
        // frame header, Ethernet, IPv4, UDP
        return file.slice(CAPTURE_HEADER + 16 + 14 + 20 + 8, CAPTURE_HEADER + 16 + 14 + 20 + 8 + 320)
                .toString();
    }

    @Test
    void a_whole_life_is_a_line_a_message_decrypted_and_esp_is_esp() {
        assertThat(console.run("dissect", capture(), "--keys", resource("keys").toString()))
                .isZero();
        assertThat(lines()).hasSize(18).last().isEqualTo("14 messages; 2 packets of ESP, AH or NAT-keepalives");
        assertThat(lines().get(3))
                .startsWith("    4     0.006937  10.99.0.2:4500 -> 10.99.0.1:4500  ")
                .endsWith("IKE_AUTH response 1: HDR, SK {IDr, AUTH, SAr2, TSi, TSr}");
        assertThat(lines().get(4)).endsWith("ESP SPI 0xb7520ca1, sequence number 1, 120 octets, in UDP");
        assertThat(lines().get(14)).endsWith("INFORMATIONAL request 0: HDR, SK {D(IKE)}");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void pcapng_says_the_same_as_pcap() {
        console.run("dissect", capture());
        String pcap = console.out();
        console.run("dissect", resource("ikev2-psk.pcapng").toString());
        assertThat(console.out()).isEqualTo(pcap);
    }

    @Test
    void what_there_are_no_keys_for_is_said_once() {
        assertThat(console.run("dissect", capture())).isZero();
        assertThat(lines())
                .filteredOn(line -> line.contains("no keys for the IKE SA 0de2959f8c12ed46/86df8f3c04427128"))
                .hasSize(1);
    }

    @Test
    void verbose_shows_fields_with_their_offsets() {
        console.run("dissect", capture(), "-v", "--keys", resource("keys").toString());
        assertThat(lines())
                .contains("           18    Exchange Type: 34 (IKE_SA_INIT)")
                .contains("            8      Identification Data: 70736b2d622e6578616d706c65 (psk-b.example)");
    }

    @Test
    void json_is_one_object_with_everything() {
        console.run(
                "dissect",
                capture(),
                "--json",
                "--verbose",
                "--keys",
                resource("keys").toString());
        JsonObject json = JsonParser.parseString(console.out()).getAsJsonObject();
        assertThat(json.get("messages").getAsInt()).isEqualTo(14);
        JsonObject second = json.getAsJsonArray("packets").get(3).getAsJsonObject();
        assertThat(second.get("protocol").getAsString()).isEqualTo("ikev2");
        assertThat(second.get("from").getAsString()).isEqualTo("10.99.0.2:4500");
        JsonObject inside = second.getAsJsonArray("layers").get(1).getAsJsonObject();
        assertThat(inside.get("name").getAsString()).isEqualTo("decrypted");
        JsonObject idr = inside.getAsJsonArray("fields").get(0).getAsJsonObject();
        assertThat(idr.get("name").getAsString()).isEqualTo("IDr");
        assertThat(idr.get("length").getAsInt()).isEqualTo(21);
    }

    @Test
    void hexadecimal_is_taken_however_it_was_dumped() throws IOException {
        String digits = firstMessage();
        StringBuilder xxd = new StringBuilder();
        StringBuilder hexdump = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 32) {
            String row = digits.substring(i, Math.min(i + 32, digits.length()));
            xxd.append(String.format(
                    Locale.ROOT,
                    "%08x: %s  ..ab..cd%n",
                    i / 2,
                    row.replaceAll("(....)", "$1 ").strip()));
            hexdump.append(String.format(
                    Locale.ROOT,
                    "%08x  %s  |..ab..cd|%n",
                    i / 2,
                    row.replaceAll("(..)", "$1 ").strip()));
        }
        hexdump.append(String.format(Locale.ROOT, "%08x%n", digits.length() / 2));
        for (String text : List.of(
                digits,
                "# a remark\n" + digits.replaceAll("(.{40})", "$1\n"),
                xxd.toString(),
                hexdump.toString(),
                "0x" + digits.replaceAll("(..)(?=..)", "$1, 0x"))) {
            assertThat(console.run("dissect", file("message.hex", text)))
                    .as(text)
                    .isZero();
            assertThat(lines().get(0)).startsWith("    1  IKE_SA_INIT request 0: HDR, SAi1, KEi, Ni, N(");
            assertThat(lines()).last().isEqualTo("1 message");
        }
    }

    @Test
    void several_messages_stand_between_blank_lines_and_may_have_the_marker_in_front() throws IOException {
        String digits = firstMessage();
        assertThat(console.run("dissect", file("messages.hex", digits + "\n\n\n00000000" + digits + "\n")))
                .isZero();
        assertThat(lines()).last().isEqualTo("2 messages");
    }

    @Test
    void the_first_bad_octet_has_its_name_its_place_and_a_caret() throws IOException {
        String digits = firstMessage();
        String bad = digits.substring(0, 120) + "ff" + digits.substring(122);
        assertThat(console.run("dissect", file("bad.hex", bad))).isEqualTo(1);
        assertThat(String.join("\n", lines().subList(1, 5)).indent(-8)).isEqualTo("""
                bad: Last Substruc of a transform at octet 60: says 255, 0 agrees with what is left
                  0020  02 00 00 24 01 01 00 03 03 00 00 0c 01 00 00 14
                  0030  80 0e 00 80 03 00 00 08 02 00 00 05 ff 00 00 08
                                                            ^^
                """);
        assertThat(lines()).last().isEqualTo("1 message, 1 malformed");
    }

    @Test
    void input_that_is_not_well_is_one_line_and_an_exit_code() throws IOException {
        refused(2, "there is no file nowhere.pcap", "nowhere.pcap");
        refused(2, "cannot read file " + folder, folder.toString());
        refused(1, "empty.pcap: it is empty", file("empty.pcap", ""));
        refused(1, "neither a capture nor hexadecimal: 'Dear", file("letter.txt", "Dear colleague,\n"));
        refused(1, "line 1: half an octet is left", file("half.hex", "abc"));
        refused(1, "it holds no message of a protocol that is plugged in: ", file("short.hex", "0102"));
        Path cut = folder.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(resource("ikev2-psk.pcap")), 3_000));
        refused(1, "cut.pcap: it is cut off within frame 11 at octet 2727", cut.toString());
        assertThat(console.out()).contains("8 messages");
        byte[] link = Files.readAllBytes(resource("ikev2-psk.pcap"));
        link[20] = (byte) 147;
        Files.write(cut, link);
        refused(1, "its link type 147 is not known here", cut.toString());
        assertThat(console.run("dissect", capture(), "--keys", "nokeys")).isEqualTo(2);
        assertThat(console.err()).isEqualTo("parley: there is no folder nokeys with keys\n");
        Files.writeString(folder.resolve("ikev2_decryption_table"), "secret,\n");
        assertThat(console.run("dissect", capture(), "--keys", folder.toString()))
                .isEqualTo(1);
        assertThat(console.err()).contains("line 1 of ikev2_decryption_table").doesNotContain("secret");
    }

    private void refused(int code, String why, String file) {
        assertThat(console.run("dissect", file)).as(file).isEqualTo(code);
        assertThat(console.err()).startsWith("parley: ").contains(why);
        assertThat(console.err().lines()).hasSize(1);
    }

    @Test
    void payloads_lists_the_registry() {
        assertThat(console.run("payloads")).isZero();
        assertThat(lines()).anyMatch(line -> line.matches("ikev2\\.payload +34 +KE +KePayload +\\S+ +in use"));
        assertThat(console.run("payloads", "--json")).isZero();
        assertThat(JsonParser.parseString(console.out()).getAsJsonObject().getAsJsonArray("payloads"))
                .hasSizeGreaterThan(12);
    }
}
