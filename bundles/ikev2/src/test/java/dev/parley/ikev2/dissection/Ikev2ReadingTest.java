package dev.parley.ikev2.dissection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.ikev2.RecordedConversation;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.testkit.SeededRandom;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ikev2ReadingTest {
    private static final RecordedConversation PSK = RecordedConversation.load("ikev2-psk");
    private static final Bytes INIT = PSK.packet(0);
    private static final Bytes AUTH = PSK.packet(2);
    private static final int NOTIFY_TYPE_OF_NAT_DETECTION = 16_388;

    private static String line(int keys) {
        return AUTH.slice(0, 8) + "," + AUTH.slice(8, 16) + ","
                + PSK.values("Sk_ei secret").get(keys) + ","
                + PSK.values("Sk_er secret").get(keys)
                + ",\"AES-GCM-128 with 16 octet ICV [RFC5282]\",,,\"NONE [RFC4306]\"";
    }

    private static Bytes with(Bytes message, int at, String hex) {
        Bytes octets = Bytes.hex(hex);
        return Bytes.concat(message.slice(0, at), octets, message.from(at + octets.length()));
    }

    private static WireException fault(Dissection dissection) {
        return dissection.layers().stream()
                .flatMap(layer -> layer.fault().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbers_are_shown_with_their_names() throws IOException {
        Dissection dissection = Read.one(Read.with(), INIT);
        assertThat(Read.fields(dissection))
                .anySatisfy(field -> assertThat(field.value()).isEqualTo("34 (IKE_SA_INIT)"))
                .anySatisfy(field -> assertThat(field.value()).isEqualTo("20 (ENCR_AES_GCM_16)"))
                .anySatisfy(field -> assertThat(field.value())
                        .isEqualTo(NOTIFY_TYPE_OF_NAT_DETECTION + " (NAT_DETECTION_SOURCE_IP)"));
    }

    @Test
    void without_keys_an_encrypted_message_says_so_and_whose_keys_it_would_take() throws IOException {
        Dissection dissection = Read.one(Read.with(), AUTH);
        assertThat(dissection.notation()).matches("IKE_AUTH request 1: HDR, SK \\{\\d+ octets}");
        assertThat(dissection.notes()).containsExactly("no keys for the IKE SA 0de2959f8c12ed46/86df8f3c04427128");
        assertThat(dissection.faulty()).isFalse();
    }

    @Test
    void keys_for_a_cipher_that_nobody_has_are_keys_all_the_same() throws IOException {
        Dissection dissection = Read.one(Read.with(line(0).replace("AES-GCM-128 with", "CAMELLIA with")), AUTH);
        assertThat(dissection.notes())
                .containsExactly("its keys are there, but no bundle has CAMELLIA with 16 octet ICV [RFC5282]");
    }

    @Test
    void wrong_keys_or_one_flipped_bit_blame_the_integrity_checksum() throws IOException {
        int checksum = AUTH.length() - 16;
        Dissection wrong = Read.one(Read.with(line(1)), AUTH);
        assertThat(fault(wrong).field()).isEqualTo("Integrity Checksum Data");
        assertThat(fault(wrong).offset()).isEqualTo(checksum);
        Bytes flipped = with(AUTH, 100, Bytes.of(AUTH.at(100) ^ 1).toString());
        assertThat(fault(Read.one(Read.with(line(0)), flipped)).offset()).isEqualTo(checksum);
    }

    @Test
    void the_first_bad_octet_has_a_name_and_a_place() throws IOException {
        Reading reading = Read.with();
        assertThat(fault(Read.one(reading, with(INIT, 26, "ffff"))))
                .hasMessage("Length at octet 24: says 65535, the datagram has " + INIT.length());
        assertThat(fault(Read.one(reading, with(INIT, 30, "ffff"))).getMessage())
                .startsWith("Payload Length at octet 30: needs 65531 octets");
        assertThat(fault(Read.one(reading, with(INIT, 60, "ff"))))
                .hasMessage("Last Substruc of a transform at octet 60: says 255, 0 agrees with what is left");
        assertThat(fault(Read.one(reading, INIT.slice(0, 20))).getMessage()).startsWith("Message ID at octet 20");
    }

    private static Bytes sealed(Payload inside) throws Exception {
        Key none = Key.of(Bytes.EMPTY);
        Key ei = Key.of(PSK.values("Sk_ei secret").get(0));
        IkeKeys keys = new IkeKeys(none, none, none, ei, none, none, none);
        Cipher cipher = Read.catalog().find(Cipher.class, "aes-gcm-16").orElseThrow();
        return new SkProtection(cipher, Optional.empty(), keys)
                .seal(
                        IsakmpHeader.read(new WireReader(AUTH)),
                        List.of(inside),
                        PayloadRegistry.of(Read.catalog()),
                        Role.INITIATOR,
                        new SeededRandom(1));
    }

    @Test
    void a_fault_inside_what_was_encrypted_is_one_of_the_inner_layer() throws Exception {
        Bytes message = sealed(new Unknown(new PayloadType(Ikev2Payloads.SPACE, 99), false, Bytes.EMPTY));
        Dissection good = Read.one(Read.with(line(0)), message);
        assertThat(good.notation()).isEqualTo("IKE_AUTH request 1: HDR, SK {payload 99}");
        assertThat(good.faulty()).isFalse();
        // a Delete payload that counts two SPIs and holds one
        Bytes wrong = sealed(new Unknown(Ikev2Payloads.DELETE, false, Bytes.hex("03040002 11111111")));
        Dissection bad = Read.one(Read.with(line(0)), wrong);
        Layer inner = bad.layers().get(1);
        assertThat(inner.name()).isEqualTo("decrypted");
        assertThat(inner.fault().orElseThrow()).hasMessage("SPI at octet 12: needs 4 octets, 0 are left");
        assertThat(bad.notation()).isEqualTo("IKE_AUTH request 1: HDR, SK {D}");
    }

    @Test
    void a_cut_message_is_read_as_far_as_it_goes_and_never_thrown_at() throws IOException {
        Reading reading = Read.with(line(0));
        for (Bytes message : new Bytes[] {INIT, AUTH}) {
            for (int length = 18; length < message.length(); length++) {
                Dissection dissection = Read.one(reading, message.slice(0, length));
                assertThat(dissection.faulty()).isTrue();
                assertThat(fault(dissection).offset()).isBetween(0, length);
            }
        }
    }

    @Test
    void whatever_the_octets_are_it_answers() throws IOException {
        Reading reading = Read.with(line(0));
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] octets = (random.nextBoolean() ? INIT : AUTH).toArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                octets[18 + random.nextInt(octets.length - 18)] = (byte) random.nextInt();
            }
            assertThat(Read.one(reading, Bytes.copyOf(octets)).notation()).doesNotContain("\n");
        }
    }

    @Test
    void another_version_is_another_protocols() throws IOException {
        assertThat(Read.any(Read.with(), with(INIT, 17, "10"))).isEmpty();
        assertThat(Read.any(Read.with(), INIT.slice(0, 10))).isEmpty();
    }

    @Test
    void a_line_that_is_none_is_refused_by_its_number_and_without_its_keys() {
        assertThatThrownBy(() -> Read.with("# a remark", line(0), "abcd,ef"))
                .isInstanceOf(IOException.class)
                .hasMessage("line 3 of ikev2_decryption_table is no line of that table: 2 columns instead of 8");
        assertThatThrownBy(() -> Read.with(line(0).replaceFirst("^.", "x")))
                .hasMessage("line 1 of ikev2_decryption_table is no line of that table: column 1 is not hexadecimal");
    }
}
