package dev.parley.oakley;

import static dev.parley.oakley.ModpVectors.ANSWER;
import static dev.parley.oakley.ModpVectors.FIRST;
import static dev.parley.oakley.ModpVectors.INITIATOR;
import static dev.parley.oakley.ModpVectors.RESPONDER;
import static dev.parley.oakley.ModpVectors.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModpTest {
    private static final BigInteger PRIME = BigInteger.TWO
            .pow(2048)
            .subtract(BigInteger.TWO.pow(1984))
            .subtract(BigInteger.ONE)
            .add(BigInteger.TWO.pow(64).multiply(Pi.scaled(1918).add(BigInteger.valueOf(124476))));

    /** An exponent whose public value begins with a zero octet. */
    private static final Bytes SMALL = Bytes.hex("c2f6200e3612d842198a5129e915d3c5904dabdc35aca489c5cca52979acf8f6");

    private final Modp method = Modp.groups().get(0);

    @Test
    void both_sides_agree_on_what_openssl_computes_and_keep_its_leading_zero() throws Exception {
        assertThat(new Drawn(INITIATOR).initiate(method).message()).contains(FIRST);
        var agreed = new Drawn(RESPONDER).respond(method, FIRST);
        assertThat(agreed.message()).contains(ANSWER);
        assertThat(agreed.result().reveal()).isEqualTo(SECRET);
        assertThat(SECRET.at(0)).isZero();
        assertThat(new Drawn(INITIATOR).agreed(method, ANSWER)).isEqualTo(agreed.result());
    }

    @Test
    void a_public_value_keeps_its_leading_zero() throws Exception {
        Bytes first = new Drawn(SMALL).initiate(method).message().orElseThrow();
        assertThat(first.length()).isEqualTo(256);
        assertThat(first.at(0)).isZero();
        assertThat(number(first)).isEqualTo(BigInteger.TWO.modPow(number(SMALL), PRIME));
    }

    @Test
    void the_prime_is_the_one_that_rfc_3526_section_3_computes_from_pi() throws Exception {
        Bytes base = octets(PRIME.subtract(BigInteger.TWO));
        Bytes got = new Drawn(INITIATOR).respond(method, base).result().reveal();
        assertThat(number(got)).isEqualTo(number(base).modPow(number(INITIATOR), PRIME));
        assertThat(PRIME.isProbablePrime(50)).isTrue();
        assertThat(PRIME.shiftRight(1).isProbablePrime(50)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("outsideTheLegalRange")
    void a_value_outside_the_legal_range_of_rfc_6989_section_2_1_is_refused_by_both_sides(BigInteger value) {
        assertThatThrownBy(() -> new Drawn(RESPONDER).respond(method, octets(value)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("RFC 6989");
        assertThatThrownBy(() -> new Drawn(INITIATOR).agreed(method, octets(value)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    static Stream<BigInteger> outsideTheLegalRange() {
        BigInteger top = BigInteger.TWO.pow(2048).subtract(BigInteger.ONE);
        return Stream.of(
                BigInteger.ZERO, BigInteger.ONE, PRIME.subtract(BigInteger.ONE), PRIME, PRIME.add(BigInteger.TWO), top);
    }

    @Test
    void a_value_of_another_length_is_refused_even_if_its_number_is_right() {
        Bytes longer = Bytes.concat(Bytes.of(0), FIRST);
        assertThatThrownBy(() -> new Drawn(INITIATOR).agreed(method, longer))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("257");
    }

    @Test
    void an_exponent_of_zeros_is_not_used_as_it_is() throws Exception {
        Bytes first = new Drawn(Bytes.zeros(32)).initiate(method).message().orElseThrow();
        assertThat(number(first)).isEqualTo(BigInteger.TWO.modPow(BigInteger.TWO.pow(255), PRIME));
    }

    @Test
    void it_is_group_14() {
        assertThat(method.codePoints())
                .containsOnly(
                        Map.entry(new NumberSpace("ikev2.key-exchange"), 14),
                        Map.entry(new NumberSpace("ike.group"), 14));
    }

    private static BigInteger number(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    private static Bytes octets(BigInteger value) {
        Bytes signed = Bytes.copyOf(value.toByteArray());
        return Bytes.concat(Bytes.zeros(256), signed).from(signed.length());
    }
}
