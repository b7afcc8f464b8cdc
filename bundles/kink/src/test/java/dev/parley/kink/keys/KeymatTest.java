package dev.parley.kink.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.PrfReading;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeymatTest {
    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void both_readings_are_recomputed_from_what_was_recorded(RecordedExchange exchange) {
        int checked = 0;
        for (RecordedExchange.Spoken message : exchange.messages()) {
            for (JsonObject keymat : message.keymat()) {
                checked++;
                assertThat(of(exchange.session(), PrfReading.LETTER, keymat))
                        .isEqualTo(Bytes.hex(keymat.get("keymat_rfc3961_letter_prf20").getAsString()));
                assertThat(of(exchange.session(), PrfReading.TRUNC128, keymat))
                        .isEqualTo(Bytes.hex(keymat.get("keymat_rfc6113_trunc128_prf16").getAsString()));
            }
        }
        assertThat(checked).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void the_recorded_kernels_hold_the_reading_by_the_letter(RecordedExchange exchange) {
        assertThat(exchange.installed()).isNotEmpty().allSatisfy(sa -> assertThat(exchange.messages())
                .anySatisfy(message -> assertThat(message.keymat()).anySatisfy(keymat -> {
                    assertThat(keymat.get("spi").getAsString()).isEqualTo(sa.spi().toString());
                    assertThat(of(exchange.session(), PrfReading.LETTER, keymat).slice(0, sa.keys().length()))
                            .isEqualTo(sa.keys());
                })));
    }

    private static Bytes of(KerberosKey session, PrfReading reading, JsonObject recorded) {
        Bytes seed = Bytes.hex(recorded.get("seed").getAsString());
        int octets = recorded.get("keymat_rfc3961_letter_prf20").getAsString().length() / 2;
        return Keymat.of(
                        session,
                        reading,
                        Optional.empty(),
                        seed.at(0),
                        seed.slice(1, 5),
                        seed.from(5),
                        Optional.empty(),
                        octets)
                .reveal();
    }
}
