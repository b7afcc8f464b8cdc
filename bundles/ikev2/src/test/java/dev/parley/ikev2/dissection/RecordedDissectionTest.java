package dev.parley.ikev2.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.RecordedConversation;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Field;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two strongSwans said to each other is read to the last octet, with their own keys. */
class RecordedDissectionTest {
    static List<RecordedConversation> all() {
        return RecordedConversation.all();
    }

    /** The log has keys, but not whose SPIs they belong to: each may be anybody's. */
    private static String[] table(RecordedConversation conversation) {
        Set<String> spis = new LinkedHashSet<>();
        conversation
                .packets()
                .forEach(packet -> spis.add(
                        packet.octets().slice(0, 8) + "," + packet.octets().slice(8, 16)));
        List<String> lines = new ArrayList<>();
        List<Bytes> integrity = conversation.values("Sk_ai secret");
        for (String pair : spis) {
            for (int i = 0; i < conversation.values("Sk_ei secret").size(); i++) {
                String keys = pair + "," + conversation.values("Sk_ei secret").get(i) + ","
                        + conversation.values("Sk_er secret").get(i);
                lines.add(
                        integrity.isEmpty()
                                ? keys + ",\"AES-GCM-128 with 16 octet ICV [RFC5282]\",,,\"NONE [RFC4306]\""
                                : keys + ",\"AES-CBC-128 [RFC3602]\"," + integrity.get(i) + ","
                                        + conversation.values("Sk_ar secret").get(i)
                                        + ",\"HMAC_SHA2_256_128 [RFC4868]\"");
            }
        }
        return lines.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_message_is_decrypted_and_without_fault(RecordedConversation conversation) throws IOException {
        Reading reading = Read.with(table(conversation));
        for (RecordedConversation.Packet packet : conversation.packets()) {
            Dissection dissection = Read.one(reading, packet.octets());
            assertThat(dissection.faulty()).as(dissection.notation()).isFalse();
            assertThat(dissection.notes()).isEmpty();
            assertThat(dissection.notation()).doesNotContain(" octets}");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_octet_of_every_layer_belongs_to_a_field(RecordedConversation conversation) throws IOException {
        Reading reading = Read.with(table(conversation));
        for (RecordedConversation.Packet packet : conversation.packets()) {
            Read.one(reading, packet.octets()).layers().forEach(layer -> {
                int end = 0;
                for (Field field : leaves(layer.fields())) {
                    assertThat(field.offset()).as(field.name()).isEqualTo(end);
                    end = field.offset() + field.length();
                }
                assertThat(end).isEqualTo(layer.octets().length());
            });
        }
    }

    /** Fields without parts; of those with parts what the parts do not cover is the number in front. */
    private static List<Field> leaves(List<Field> fields) {
        List<Field> leaves = new ArrayList<>();
        for (Field field : fields) {
            if (field.parts().isEmpty()) {
                leaves.add(field);
            } else {
                int begin = field.parts().get(0).offset();
                if (begin > field.offset()) {
                    leaves.add(new Field(field.name(), field.offset(), begin - field.offset(), "", List.of()));
                }
                leaves.addAll(leaves(field.parts()));
            }
        }
        return leaves;
    }

    @Test
    void the_transcript_of_a_whole_life_reads_like_the_rfc() throws IOException {
        RecordedConversation conversation = RecordedConversation.load("rekey_collision");
        Reading reading = Read.with(table(conversation));
        List<String> lines = conversation.packets().stream()
                .skip(2)
                .map(packet -> Read.one(reading, packet.octets()).notation())
                .toList();
        assertThat(lines).element(1).isEqualTo("IKE_AUTH response 1: HDR, SK {IDr, AUTH, SAr2, TSi, TSr}");
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "CREATE_CHILD_SA request \\d+: HDR, SK \\{N\\(REKEY_SA\\), SA, Ni, KEi, TSi, TSr}"))
                .anyMatch(line -> line.matches("INFORMATIONAL request \\d+: HDR, SK \\{D\\(ESP 0x[0-9a-f]{8}\\)}"));
    }

    private static List<Bytes> fragments() throws IOException {
        return Files.readAllLines(resource("messages.hex")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Bytes::hex)
                .toList();
    }

    private static Path resource(String name) {
        try {
            return Path.of(RecordedDissectionTest.class
                    .getResource("/fragments/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reading withKeys() throws IOException {
        return Read.with(Files.readAllLines(resource("ikev2_decryption_table")).toArray(String[]::new));
    }

    @Test
    void fragments_are_named_and_put_together_whatever_their_order() throws IOException {
        Reading reading = withKeys();
        List<Bytes> response = fragments().subList(9, 14);
        for (int index : new int[] {4, 0, 3, 2}) {
            assertThat(Read.one(reading, response.get(index)).notation())
                    .isEqualTo("IKE_AUTH response 1: HDR, SKF {fragment " + (index + 1) + " of 5}");
        }
        Dissection last = Read.one(reading, response.get(1));
        assertThat(last.notation())
                .isEqualTo("IKE_AUTH response 1: HDR, SKF {fragment 2 of 5; all of them: "
                        + "IDr, CERT, AUTH, SAr2, TSi, TSr}");
        assertThat(last.faulty()).isFalse();
    }

    @Test
    void fragments_without_keys_are_named_too() throws IOException {
        Dissection first = Read.one(Read.with(), fragments().get(4));
        assertThat(first.notation()).isEqualTo("IKE_AUTH request 1: HDR, SKF {fragment 1 of 5, 332 octets}");
        assertThat(first.notes()).containsExactly("no keys for the IKE SA cde06e693cd748ad/c7297af8bc6e6e43");
    }
}
