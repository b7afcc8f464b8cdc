package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmTest {
    /** An INFORMATIONAL request, recorded from strongSwan 5.9.8, and its key SK_ei; it deletes a child SA. */
    private static final Bytes RECORDED = Bytes.hex("0de2959f8c12ed4686df8f3c044271282e20250800000003000000452a000029"
            + "4389b1049c3553834f4aae8c4644c0ce11607da006813f3fec9b6fdcb795da7a15f92cc9eb");

    private static final Bytes SK_EI = Bytes.hex("52bb615bc2d001d5f44dd4c98efecc0149590e30");

    private final AesGcm cipher = new AesGcm(Primitives.provider());

    /** Cases 4, 10 and 16 of appendix B of McGrew and Viega, "The Galois/Counter Mode of Operation", to which RFC 4106 points. */
    @ParameterizedTest
    @CsvSource({
        "feffe9928665731c6d6a8f9467308308,"
                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091, 5bc94fbc3221a5db94fae95ae7121a47",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c,"
                + "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c"
                + "7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710, 2519498e80f1478f37ba55bd6d27618c",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662, 76fc6ece0f4e1768cddf8853bb2d551b"
    })
    void a_salt_at_the_end_of_the_key_and_an_iv_of_eight_octets_give_the_nonce_of_the_gcm_vectors(
            String key, String sealed, String checksum) throws Exception {
        Key material = Key.of(Bytes.concat(Bytes.hex(key), Bytes.hex("cafebabe")));
        Bytes iv = Bytes.hex("facedbaddecaf888");
        Bytes associated = Bytes.hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        Bytes plain = Bytes.hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        Bytes expected = Bytes.hex(sealed + checksum);
        assertThat(cipher.seal(material, iv, associated, plain)).isEqualTo(expected);
        assertThat(cipher.open(material, iv, associated, expected)).isEqualTo(plain);
    }

    @Test
    void it_opens_and_seals_again_what_strongswan_sent() throws Exception {
        Bytes plain = cipher.open(Key.of(SK_EI), RECORDED.slice(32, 40), RECORDED.slice(0, 32), RECORDED.from(40));
        assertThat(plain).isEqualTo(Bytes.hex("0000000c0304000158ef4e2d00"));
        assertThat(cipher.seal(Key.of(SK_EI), RECORDED.slice(32, 40), RECORDED.slice(0, 32), plain))
                .isEqualTo(RECORDED.from(40));
    }

    @Test
    void a_flipped_bit_anywhere_is_found() {
        for (int bit = 0; bit < 8 * RECORDED.length(); bit++) {
            byte[] octets = RECORDED.toArray();
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            Bytes flipped = Bytes.copyOf(octets);
            assertThatThrownBy(() ->
                            cipher.open(Key.of(SK_EI), flipped.slice(32, 40), flipped.slice(0, 32), flipped.from(40)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void what_is_shorter_than_a_checksum_is_refused(int octets) {
        assertThatThrownBy(() -> cipher.open(Key.of(SK_EI), Bytes.zeros(8), Bytes.EMPTY, Bytes.zeros(octets)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 16, 21, 32, 37})
    void a_key_of_another_length_is_refused(int octets) {
        assertThatThrownBy(() -> cipher.seal(Key.of(Bytes.zeros(octets)), Bytes.zeros(8), Bytes.EMPTY, Bytes.zeros(1)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(String.valueOf(octets));
    }

    @Test
    void an_iv_of_another_length_is_refused() {
        assertThatThrownBy(() -> cipher.seal(Key.of(SK_EI), Bytes.zeros(12), Bytes.EMPTY, Bytes.zeros(1)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("12");
    }

    @Test
    void key_material_is_the_key_and_a_salt() {
        assertThat(cipher.keyBits()).extracting(cipher::keyOctets).containsExactly(36, 28, 20);
        assertThat(cipher.authenticated()).isTrue();
    }
}
