package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaCha20Poly1305Test {
    /** RFC 7634 appendix A: the key material is a key of 32 octets and a salt of 4. */
    private static final Key MATERIAL =
            Key.of(Bytes.hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3"));

    private static final Bytes IV = Bytes.hex("1011121314151617");
    private static final Bytes ASSOCIATED = Bytes.hex("0102030400000005");
    private static final Bytes PLAIN = Bytes.hex("45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec10"
            + "0007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"
            + "2425262728292a2b2c2d2e2f303132333435363701020204");
    private static final Bytes SEALED = Bytes.hex("24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6"
            + "14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3"
            + "cbec163fac469b502773f6fb94e664da9165b82829f641e076aaa8266b7fb0f7b11b369907e1ad43");

    private final ChaCha20Poly1305 cipher = new ChaCha20Poly1305(Primitives.provider());

    @Test
    void it_seals_and_opens_the_packet_of_rfc_7634_appendix_a() throws Exception {
        assertThat(cipher.seal(MATERIAL, IV, ASSOCIATED, PLAIN)).isEqualTo(SEALED);
        assertThat(cipher.open(MATERIAL, IV, ASSOCIATED, SEALED)).isEqualTo(PLAIN);
    }

    @Test
    void a_flipped_bit_anywhere_is_found() {
        Bytes all = Bytes.concat(ASSOCIATED, IV, SEALED);
        for (int bit = 0; bit < 8 * all.length(); bit++) {
            byte[] octets = all.toArray();
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            Bytes flipped = Bytes.copyOf(octets);
            assertThatThrownBy(() -> cipher.open(MATERIAL, flipped.slice(8, 16), flipped.slice(0, 8), flipped.from(16)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void what_is_shorter_than_a_checksum_is_refused(int octets) {
        assertThatThrownBy(() -> cipher.open(MATERIAL, IV, Bytes.EMPTY, Bytes.zeros(octets)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 20, 32, 35, 37})
    void a_key_of_another_length_is_refused(int octets) {
        assertThatThrownBy(() -> cipher.seal(Key.of(Bytes.zeros(octets)), IV, Bytes.EMPTY, Bytes.zeros(1)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(String.valueOf(octets));
    }

    @Test
    void an_iv_of_another_length_is_refused() {
        assertThatThrownBy(() -> cipher.seal(MATERIAL, Bytes.zeros(12), Bytes.EMPTY, Bytes.zeros(1)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("12");
    }

    @Test
    void its_key_size_is_fixed_and_unsaid() {
        assertThat(cipher.keyBits()).containsExactly(0);
        assertThat(cipher.keyOctets(0)).isEqualTo(36);
        assertThat(cipher.authenticated()).isTrue();
    }
}
