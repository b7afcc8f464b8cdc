package dev.parley.oakley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EcpTest {
    /** Private keys, public values and shared secrets. */
    enum Vector {
        /** RFC 5903 section 8.1. */
        ECP_256(
                19,
                "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
                "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252"
                        + "d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
                "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
                "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e"
                        + "8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
                "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"),
        /** RFC 5903 section 8.2. */
        ECP_384(
                20,
                "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee" + "3faef896783ab194",
                "667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4"
                        + "c88732aee95f41aa9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38e"
                        + "eb9fcff3c2c947dae69b4c634573a81c",
                "41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2" + "960e4bd55a7448fc",
                "e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def9"
                        + "6fda41d0774a3571dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1ff"
                        + "f83fa40142209dff5eaad96db9e6386c",
                "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d0"
                        + "9cf5d4a270f59746"),
        /** RFC 5903 section 8.3. */
        ECP_521(
                21,
                "0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa85a30fe1c295"
                        + "2c6771d937ba9777f5957b2639bab072462f68c27a57382d4a52",
                "0015417e84dbf28c0ad3c278713349dc7df153c897a1891bd98bab4357c9ecbee1e3bf42e00b8e38"
                        + "0aeae57c2d107564941885942af5a7f4601723c4195d176ced3e017cae20b6641d2eeb695786d8c9"
                        + "46146239d099e18e1d5a514c739d7cb4a10ad8a788015ac405d7799dc75e7b7d5b6cf2261a6a7f15"
                        + "07438bf01beb6ca3926f9582",
                "0145ba99a847af43793fdd0e872e7cdfa16be30fdc780f97bccc3f078380201e9c677d600b343757"
                        + "a3bdbf2a3163e4c2f869cca7458aa4a4effc311f5cb151685eb9",
                "00d0b3975ac4b799f5bea16d5e13e9af971d5e9b984c9f39728b5e5739735a219b97c356436adc6e"
                        + "95bb0352f6be64a6c2912d4ef2d0433ced2b6171640012d9460f015c68226383956e3bd066e797b6"
                        + "23c27ce0eac2f551a10c2c724d9852077b87220b6536c5c408a1d2aebb8e86d678ae49cb57091f47"
                        + "32296579ab44fcd17f0fc56a",
                "01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04d1427e73ca4baa24"
                        + "0a34786859810c06b3c715a3a8cc3151f2bee417996d19f3ddea");

        private final int number;
        private final Bytes initiator;
        private final Bytes first;
        private final Bytes responder;
        private final Bytes answer;
        private final Bytes secret;

        Vector(int number, String initiator, String first, String responder, String answer, String secret) {
            this.number = number;
            this.initiator = Bytes.hex(initiator);
            this.first = Bytes.hex(first);
            this.responder = Bytes.hex(responder);
            this.answer = Bytes.hex(answer);
            this.secret = Bytes.hex(secret);
        }

        private Ecp method() {
            return Ecp.groups().get(ordinal());
        }

        /** What must be drawn for {@code key}: it is reduced modulo n-1, and 1 is added. */
        private static Drawn drawn(Bytes key) {
            int octets = key.length() + 8;
            Bytes signed = Bytes.copyOf(
                    new BigInteger(1, key.toArray()).subtract(BigInteger.ONE).toByteArray());
            return new Drawn(Bytes.concat(Bytes.zeros(octets), signed).from(signed.length()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_sides_agree_on_what_rfc_5903_section_8_says(Vector vector) throws Exception {
        Drawn initiator = Vector.drawn(vector.initiator);
        assertThat(initiator.initiate(vector.method()).message()).contains(vector.first);
        var agreed = Vector.drawn(vector.responder).respond(vector.method(), vector.first);
        assertThat(agreed.message()).contains(vector.answer);
        assertThat(agreed.result().reveal()).isEqualTo(vector.secret);
        assertThat(initiator.agreed(vector.method(), vector.answer)).isEqualTo(agreed.result());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_point_of_the_curve_is_refused_by_both_sides(Vector vector) {
        int octets = vector.first.length() / 2;
        Bytes x = vector.first.slice(0, octets);
        Bytes y = vector.first.from(octets);
        byte[] bent = vector.first.toArray();
        bent[bent.length - 1] ^= 1;
        byte[] full = new byte[octets];
        Arrays.fill(full, (byte) 0xff);
        Bytes[] bad = {
            Bytes.copyOf(bent),
            Bytes.concat(y, x),
            Bytes.zeros(2 * octets),
            Bytes.concat(x, Bytes.copyOf(full)),
            Bytes.concat(Bytes.copyOf(full), y)
        };
        for (Bytes value : bad) {
            assertThatThrownBy(() -> Vector.drawn(vector.responder).respond(vector.method(), value))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContaining("RFC 6989");
            assertThatThrownBy(() -> Vector.drawn(vector.initiator).agreed(vector.method(), value))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void a_coordinate_that_is_not_reduced_is_refused() {
        Vector vector = Vector.ECP_521;
        // x + p fits into 66 octets: the same point modulo p, but no canonical one
        BigInteger prime = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
        BigInteger x = new BigInteger(1, vector.first.slice(0, 66).toArray()).add(prime);
        Bytes octets = Bytes.copyOf(x.toByteArray());
        Bytes value = Bytes.concat(octets.from(octets.length() - 66), vector.first.from(66));
        assertThatThrownBy(() -> Vector.drawn(vector.responder).respond(vector.method(), value))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_value_of_another_length_or_with_the_prefix_of_sec_1_is_refused(Vector vector) {
        Bytes prefixed = Bytes.concat(Bytes.of(4), vector.first);
        assertThatThrownBy(() -> Vector.drawn(vector.initiator).agreed(vector.method(), prefixed))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(String.valueOf(prefixed.length()));
    }

    @ParameterizedTest
    @EnumSource
    void octets_of_zeros_and_of_ones_are_scalars_too(Vector vector) throws Exception {
        int octets = vector.initiator.length() + 8;
        byte[] ones = new byte[octets];
        Arrays.fill(ones, (byte) 0xff);
        Drawn zeros = new Drawn(Bytes.zeros(octets));
        Drawn high = new Drawn(Bytes.copyOf(ones));
        Bytes first = zeros.initiate(vector.method()).message().orElseThrow();
        var agreed = high.respond(vector.method(), first);
        assertThat(zeros.agreed(vector.method(), agreed.message().orElseThrow()))
                .isEqualTo(agreed.result());
    }

    @ParameterizedTest
    @EnumSource
    void it_has_its_number(Vector vector) {
        assertThat(vector.method().codePoints())
                .containsOnly(
                        Map.entry(new NumberSpace("ikev2.key-exchange"), vector.number),
                        Map.entry(new NumberSpace("ike.group"), vector.number));
    }
}
