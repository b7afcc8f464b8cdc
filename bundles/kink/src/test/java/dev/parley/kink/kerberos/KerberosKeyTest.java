package dev.parley.kink.kerberos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerberosKeyTest {
    private static final int USAGE = 2;
    private static final String KEY_19 = "3705D96080C1772 8A0E800EAB6E0D23C";
    private static final String KEY_20 = "6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52";

    /** RFC 8009 appendix A, "Sample encryptions". */
    @ParameterizedTest
    @CsvSource({
        "19, '', 7E5895EAF2672435BAD817F545A37148, EF85FB890BB8472F4DAB20394DCA781DAD877EDA39D50C870C0D5A0A8E48C718",
        "19, 000102030405, 7BCA285E2FD4130FB55B1A5C83BC5B24,"
                + " 84D7F30754ED987BAB0BF3506BEB09CFB55402CEF7E6877CE99E247E52D16ED4421DFDF8976C",
        "19, 000102030405060708090A0B0C0D0E0F, 56AB21713FF62C0A1457200F6FA9948F,"
                + " 3517D640F50DDC8AD3628722B3569D2AE07493FA8263254080EA65C1008E8FC295FB4852E7D83E1E7C48C37EEBE6B0D3",
        "20, '', F764E9FA15C276478B2C7D0C4E5F58E4,"
                + " 41F53FA5BFE7026D91FAF9BE959195A058707273A96A40F0A01960621AC612748B9BBFBE7EB4CE3C"
    })
    void seals_as_rfc_8009_shows(int type, String plaintext, String confounder, String ciphertext) {
        KerberosKey key = key(type, type == 19 ? KEY_19 : KEY_20);
        assertThat(key.seal(USAGE, Bytes.hex(plaintext), saying(Bytes.hex(confounder))))
                .isEqualTo(Bytes.hex(ciphertext));
        assertThat(key.open(USAGE, Bytes.hex(ciphertext))).contains(Bytes.hex(plaintext));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 18, 19, 20})
    void no_flipped_bit_and_no_other_usage_opens(int type) {
        int octets = type % 2 == 0 ? 32 : 16;
        KerberosKey key = KerberosKey.of(type, Key.of(Bytes.zeros(octets))).orElseThrow();
        Bytes sealed = key.seal(39, Bytes.utf8("negotiate"), saying(Bytes.zeros(16)));
        assertThat(key.open(39, sealed)).contains(Bytes.utf8("negotiate"));
        assertThat(key.open(40, sealed)).isEmpty();
        for (int bit = 0; bit < 8 * sealed.length(); bit++) {
            byte[] flipped = sealed.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.open(39, Bytes.copyOf(flipped))).as("bit %d", bit).isEmpty();
        }
        for (int length = 0; length < sealed.length(); length++) {
            assertThat(key.open(39, sealed.slice(0, length)))
                    .as("%d octets", length)
                    .isEmpty();
        }
    }

    @Test
    void a_key_of_an_unknown_type_or_a_wrong_length_is_none() {
        assertThat(KerberosKey.of(23, Key.of(Bytes.zeros(16)))).isEmpty();
        assertThat(KerberosKey.of(18, Key.of(Bytes.zeros(16)))).isEmpty();
    }

    @Test
    void prints_its_type_and_no_octet() {
        assertThat(key(20, KEY_20)).hasToString("key of type 20 aes256-cts-hmac-sha384-192");
    }

    private static KerberosKey key(int type, String hex) {
        return KerberosKey.of(type, Key.of(Bytes.hex(hex))).orElseThrow();
    }

    private static RandomSource saying(Bytes octets) {
        return new RandomSource() {
            @Override
            public void fill(byte[] target) {
                octets.copyTo(target, 0);
            }

            @Override
            public RandomSource fork() {
                return this;
            }
        };
    }
}
