package dev.parley.oakley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups 15 and 16 of RFC 3526. */
class LongerModpTest {
    /** {@code p = 2^bits - 2^(bits-64) - 1 + 2^64 ([2^piBits pi] + addend)}, sections 4 and 5. */
    enum Group {
        MODP_3072(1, 15, 3072, 2942, 1690314, LongerModpVectors.GROUP_3072),
        MODP_4096(2, 16, 4096, 3966, 240904, LongerModpVectors.GROUP_4096);

        private final int index;
        private final int number;
        private final int bits;
        private final BigInteger prime;
        private final LongerModpVectors vectors;

        Group(int index, int number, int bits, int piBits, long addend, LongerModpVectors vectors) {
            this.index = index;
            this.number = number;
            this.bits = bits;
            this.prime = BigInteger.TWO
                    .pow(bits)
                    .subtract(BigInteger.TWO.pow(bits - 64))
                    .subtract(BigInteger.ONE)
                    .add(BigInteger.TWO.pow(64).multiply(Pi.scaled(piBits).add(BigInteger.valueOf(addend))));
            this.vectors = vectors;
        }

        private Modp method() {
            return Modp.groups().get(index);
        }

        private Bytes octets(BigInteger value) {
            Bytes signed = Bytes.copyOf(value.toByteArray());
            return Bytes.concat(Bytes.zeros(bits / 8), signed).from(signed.length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_sides_agree_on_what_openssl_computes(Group group) throws Exception {
        LongerModpVectors vectors = group.vectors;
        assertThat(new Drawn(vectors.initiator).initiate(group.method()).message())
                .contains(vectors.first);
        var agreed = new Drawn(vectors.responder).respond(group.method(), vectors.first);
        assertThat(agreed.message()).contains(vectors.answer);
        assertThat(agreed.result().reveal()).isEqualTo(vectors.secret);
        assertThat(new Drawn(vectors.initiator).agreed(group.method(), vectors.answer))
                .isEqualTo(agreed.result());
    }

    @ParameterizedTest
    @EnumSource
    void the_prime_is_the_one_that_rfc_3526_computes_from_pi(Group group) throws Exception {
        Bytes base = group.octets(group.prime.subtract(BigInteger.TWO));
        Bytes exponent = group.vectors.initiator;
        Bytes got = new Drawn(exponent).respond(group.method(), base).result().reveal();
        assertThat(new BigInteger(1, got.toArray()))
                .isEqualTo(
                        new BigInteger(1, base.toArray()).modPow(new BigInteger(1, exponent.toArray()), group.prime));
        assertThat(group.prime.isProbablePrime(20)).isTrue();
        assertThat(group.prime.shiftRight(1).isProbablePrime(20)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_value_outside_the_legal_range_of_rfc_6989_section_2_1_is_refused(Group group) {
        BigInteger[] outside = {BigInteger.ZERO, BigInteger.ONE, group.prime.subtract(BigInteger.ONE), group.prime};
        for (BigInteger value : outside) {
            assertThatThrownBy(() -> new Drawn(group.vectors.responder).respond(group.method(), group.octets(value)))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContaining("RFC 6989");
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_has_its_number(Group group) {
        assertThat(group.method().codePoints())
                .containsOnly(
                        Map.entry(new NumberSpace("ikev2.key-exchange"), group.number),
                        Map.entry(new NumberSpace("ike.group"), group.number));
    }
}
