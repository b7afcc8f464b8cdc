package dev.parley.kink.dissection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.CatalogTracker;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.IsakmpComponent;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.Field;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.KinkComponent;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.RecordedExchange.Spoken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kinkd said, read by a third party with the keytabs of both ends, as MIT's kadmin wrote them (RFC 4430 section 4). */
class KinkReadingTest {
    private static final Endpoint A = new Endpoint(Bytes.of(10, 99, 0, 1), 910, false);
    private static final Endpoint B = new Endpoint(Bytes.of(10, 99, 0, 2), 910, false);
    private static final Bytes KEYTAB = keytab();
    private static final RecordedExchange TWO = recorded("t1");
    private static final Bytes CREATE = TWO.messages().get(0).octets("datagram");
    private static final int CKSUM_OCTETS = 12;

    private static Bytes keytab() {
        try (InputStream file = RecordedExchange.class.getResourceAsStream("kink.keytab")) {
            return Bytes.copyOf(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedExchange recorded(String name) {
        return RecordedExchange.all().stream()
                .filter(exchange -> exchange.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Reading with(Bytes keytab) throws IOException {
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new IsakmpComponent());
        tracker.add(() -> List.of(new IpsecDoi()));
        tracker.add(new KinkComponent());
        Catalog catalog = tracker.catalog();
        KeyTables tables = name -> name.equals("kink.keytab") && !keytab.isEmpty()
                ? Optional.of(new ByteArrayInputStream(keytab.toArray()))
                : Optional.empty();
        return catalog.find(Dissector.class, "kink").orElseThrow().open(tables, catalog);
    }

    private static Dissection read(Reading reading, Bytes message) {
        return reading.read(new Overheard(0, A, B, message)).orElseThrow();
    }

    private static List<Dissection> read(Reading reading, RecordedExchange exchange) {
        List<Dissection> all = new ArrayList<>();
        for (Spoken spoken : exchange.messages()) {
            boolean fromA = spoken.text("from_").equals("initiator");
            Overheard datagram = new Overheard(0, fromA ? A : B, fromA ? B : A, spoken.octets("datagram"));
            all.add(reading.read(datagram).orElseThrow());
        }
        return all;
    }

    private static WireException fault(Dissection dissection) {
        return dissection.layers().stream()
                .flatMap(layer -> layer.fault().stream())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Field> fields(Dissection dissection) {
        return dissection.layers().stream()
                .flatMap(layer -> layer.fields().stream())
                .flatMap(KinkReadingTest::within);
    }

    private static Stream<Field> within(Field field) {
        return Stream.concat(Stream.of(field), field.parts().stream().flatMap(KinkReadingTest::within));
    }

    private static Bytes with(Bytes message, int at, String hex) {
        Bytes octets = Bytes.hex(hex);
        return Bytes.concat(message.slice(0, at), octets, message.from(at + octets.length()));
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void what_is_encrypted_is_what_an_independent_decoder_found(RecordedExchange exchange) throws IOException {
        List<Dissection> all = read(with(KEYTAB), exchange);
        for (int i = 0; i < all.size(); i++) {
            Optional<Bytes> plaintext = exchange.messages().get(i).optional("encryptPlaintext");
            List<Layer> layers = all.get(i).layers();
            assertThat(all.get(i).faulty()).as(all.get(i).notation()).isFalse();
            assertThat(all.get(i).notes()).isEmpty();
            assertThat(layers).hasSize(plaintext.isPresent() ? 2 : 1);
            plaintext.ifPresent(octets -> assertThat(layers.get(1).octets()).isEqualTo(octets));
        }
    }

    @Test
    void a_life_reads_as_the_rfc_writes_it() throws IOException {
        assertThat(read(with(KEYTAB), recorded("t3")))
                .extracting(Dissection::notation)
                .containsExactly(
                        "CREATE 00000000: AP_REQ, ENCRYPT {ISAKMP {SA, Ni}}",
                        "REPLY 00000000 ACKREQ: AP_REP, ENCRYPT {ISAKMP {SA, Nr}}",
                        "ACK 00000000: AP_REQ",
                        "CREATE 00000001: AP_REQ, ENCRYPT {ISAKMP {SA, Ni}}",
                        "REPLY 00000001 ACKREQ: AP_REP, ENCRYPT {ISAKMP {SA, Nr}}",
                        "ACK 00000001: AP_REQ",
                        "DELETE 00000002: AP_REQ, ENCRYPT {ISAKMP {D(ESP 0x0a000001)}}",
                        "REPLY 00000002: AP_REP, ENCRYPT {ISAKMP {D(ESP 0x0b000001)}}");
    }

    @Test
    void numbers_are_shown_with_their_names() throws IOException {
        assertThat(fields(read(with(KEYTAB), CREATE)).map(field -> field.name() + " " + field.value()))
                .contains("Type 1 (CREATE)", "DOI 1 (IPsec)", "Protocol-Id 3 (ESP)", "SPI 0a000001")
                .anyMatch(text -> text.startsWith("AP-REQ 6e82")
                        && text.endsWith("(ticket for kink/b.kink.test@KINK.TEST, encryption type 18, key version 1)"))
                .anyMatch(text -> text.equals("Attribute Type 32772 (Encapsulation Mode)"));
    }

    @Test
    void without_a_keytab_it_says_whose_key_it_would_take() throws IOException {
        Dissection dissection = read(with(Bytes.EMPTY), CREATE);
        assertThat(dissection.notation()).matches("CREATE [0-9a-f]{8}: AP_REQ, ENCRYPT \\{\\d+ octets}");
        assertThat(dissection.notes())
                .containsExactly("no kink.keytab among the keys: nothing opens the ticket for"
                        + " kink/b.kink.test@KINK.TEST, encryption type 18");
        Reading reading = with(Bytes.EMPTY);
        assertThat(read(reading, TWO).get(1).notes())
                .containsExactly("no session key: what it answers is not in the capture, or not opened");
    }

    @Test
    void a_keytab_that_is_none_is_refused_and_what_it_holds_is_not_said() {
        assertThatThrownBy(() -> with(Bytes.hex("0501aabbccdd")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "kink.keytab is no keytab of file format 5.2 (version at octet 0: is another): see klist -k");
        assertThatThrownBy(() -> with(KEYTAB.slice(0, 60)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "kink.keytab is no keytab of file format 5.2 (entry at octet 6: needs 81 octets, 54 are left");
    }

    @Test
    void the_first_bad_octet_has_a_name_and_a_place() throws IOException {
        Reading reading = with(KEYTAB);
        int length = CREATE.length();
        assertThat(fault(read(reading, with(CREATE, 2, "ffff"))))
                .hasMessage("Length at octet 2: 65535 of a datagram of " + length + " octets");
        assertThat(fault(read(reading, with(CREATE, 14, "ffff"))))
                .hasMessage("CksumLen at octet 14: 65535 of a message of " + length + " octets");
        assertThat(fault(read(reading, with(CREATE, 18, "ffff"))).getMessage())
                .startsWith("Payload Length at octet 18: needs 65531 octets");
        assertThat(fault(read(reading, CREATE.slice(0, 10))).getMessage()).startsWith("XID at octet 8");
        assertThat(fault(read(reading, with(CREATE, 20, "00000001"))))
                .hasMessage(
                        "Cksum at octet " + (length - CKSUM_OCTETS) + ": is wrong under the session key of the ticket");
        Bytes flipped =
                with(CREATE, length - 40, Bytes.of(CREATE.at(length - 40) ^ 1).toString());
        assertThat(fault(read(reading, flipped)).getMessage())
                .startsWith("KINK_ENCRYPT at octet ")
                .endsWith(": does not open with the session key of the ticket");
    }

    @Test
    void octets_behind_the_message_are_no_fault() throws IOException {
        Dissection dissection = read(with(KEYTAB), Bytes.concat(CREATE, Bytes.zeros(7)));
        assertThat(dissection.faulty()).isFalse();
        assertThat(fields(dissection)).extracting(Field::name).contains("Cksum", "behind the message");
    }

    @Test
    void whatever_the_octets_are_it_answers() throws IOException {
        Reading reading = with(KEYTAB);
        for (int length = 0; length < CREATE.length(); length++) {
            reading.read(new Overheard(0, A, B, CREATE.slice(0, length)))
                    .ifPresent(dissection -> assertThat(dissection.faulty()).isTrue());
        }
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = CREATE.toArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            int length = octets.length;
            reading.read(new Overheard(0, A, B, Bytes.copyOf(octets)))
                    .ifPresent(dissection -> dissection.layers().stream()
                            .flatMap(layer -> layer.fault().stream())
                            .forEach(fault -> assertThat(fault.offset()).isBetween(0, length)));
        }
    }
}
