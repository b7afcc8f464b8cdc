package dev.parley.oakley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Curve25519Test {
    private final Curve25519 method = new Curve25519();

    @Test
    void alice_and_bob_of_rfc_7748_section_6_1_agree() throws Exception {
        Drawn alice = drawn("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        Drawn bob = drawn("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        check(
                alice,
                bob,
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
                "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    @Test
    void initiator_and_responder_of_rfc_8031_appendix_a_agree() throws Exception {
        Drawn initiator = drawn("751fb4308655b476b6789b7325f9ea8cddd16a58533ff6d9e60009464a5f9d94");
        Drawn responder = drawn("0a54645253290d60ddadd0e030bacd9e5501efdc220755a1e978f1b839a05688");
        check(
                initiator,
                responder,
                "48d5ddd4061257ba166fa3f9bbdb74f1a4e81c089384fa77f790709f0dfbc766",
                "0be7c1f5aad87d7e448662673298a443478b859745179eaf564c79c0ef6eee25",
                "c74950607a12327f3204d94b6825bfb068b7f8319a9e3708ed3d43ce8130c950");
    }

    @ParameterizedTest
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    })
    void scalars_and_coordinates_of_rfc_7748_section_5_2_give_its_output(String scalar, String u, String output)
            throws Exception {
        assertThat(drawn(scalar).agreed(method, Bytes.hex(u)).reveal()).isEqualTo(Bytes.hex(output));
    }

    /** Every value of order 1, 2, 4 or 8 below 2^255: the roots that RFC 7748 section 7 speaks of, and their like mod p. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void a_point_of_small_order_is_refused_by_both_sides(String point) {
        Drawn mine = drawn("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        assertThatThrownBy(() -> mine.respond(method, Bytes.hex(point)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("small order");
        assertThatThrownBy(() -> mine.agreed(method, Bytes.hex(point))).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void it_is_group_31() {
        assertThat(method.codePoints()).containsOnly(Map.entry(new NumberSpace("ikev2.key-exchange"), 31));
    }

    private void check(Drawn initiator, Drawn responder, String first, String answer, String secret) throws Exception {
        assertThat(initiator.initiate(method).message()).contains(Bytes.hex(first));
        var agreed = responder.respond(method, Bytes.hex(first));
        assertThat(agreed.message()).contains(Bytes.hex(answer));
        assertThat(agreed.result().reveal()).isEqualTo(Bytes.hex(secret));
        assertThat(initiator.agreed(method, Bytes.hex(answer))).isEqualTo(agreed.result());
    }

    private static Drawn drawn(String scalar) {
        return new Drawn(Bytes.hex(scalar));
    }
}
