package dev.parley.kink.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.PrfReading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeymatTest {
    private static final int SPI_END = 5;
    /** The recorded implementation says nonces of sixteen octets. */
    private static final int NI_END = SPI_END + 16;

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void both_readings_are_recomputed_from_what_was_recorded(RecordedExchange exchange) {
        int checked = 0;
        for (RecordedExchange.Spoken message : exchange.messages()) {
            for (JsonObject keymat : message.keymat()) {
                checked++;
                assertThat(of(exchange.session(), PrfReading.LETTER, keymat))
                        .isEqualTo(Bytes.hex(
                                keymat.get("keymat_rfc3961_letter_prf20").getAsString()));
                assertThat(of(exchange.session(), PrfReading.TRUNC128, keymat))
                        .isEqualTo(Bytes.hex(
                                keymat.get("keymat_rfc6113_trunc128_prf16").getAsString()));
            }
        }
        assertThat(checked).isPositive();
    }

    /** The optimistic initiator's kernel got KEYMAT of Ni alone first, and another when the responder said Nr. */
    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void the_recorded_kernels_hold_the_reading_by_the_letter(RecordedExchange exchange) {
        List<Bytes> computed = exchange.messages().stream()
                .flatMap(message -> message.keymat().stream())
                .flatMap(keymat -> Stream.of(
                        of(exchange.session(), PrfReading.LETTER, keymat),
                        of(
                                exchange.session(),
                                PrfReading.LETTER,
                                keymat,
                                Bytes.hex(keymat.get("seed").getAsString()).slice(0, NI_END))))
                .toList();
        assertThat(exchange.installed())
                .isNotEmpty()
                .allSatisfy(sa -> assertThat(computed)
                        .anySatisfy(keymat ->
                                assertThat(keymat.slice(0, sa.keys().length())).isEqualTo(sa.keys())));
    }

    private static Bytes of(KerberosKey session, PrfReading reading, JsonObject recorded) {
        return of(session, reading, recorded, Bytes.hex(recorded.get("seed").getAsString()));
    }

    private static Bytes of(KerberosKey session, PrfReading reading, JsonObject recorded, Bytes seed) {
        int octets = recorded.get("keymat_rfc3961_letter_prf20").getAsString().length() / 2;
        Optional<Bytes> nr = Optional.of(seed.from(NI_END)).filter(octetsOfNr -> !octetsOfNr.isEmpty());
        return Keymat.of(
                        session,
                        reading,
                        Optional.empty(),
                        seed.at(0),
                        seed.slice(1, SPI_END),
                        seed.slice(SPI_END, NI_END),
                        nr,
                        octets)
                .reveal();
    }
}
