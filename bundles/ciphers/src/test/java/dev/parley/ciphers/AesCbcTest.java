package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AesCbcTest {
    private final AesCbc cipher = new AesCbc(Primitives.provider());

    @ParameterizedTest
    @CsvSource({
        "06a9214036b8a15b512e03d534120006, 3dafba429d9eb430b422da802c9fac41, 53696e676c6520626c6f636b206d7367,"
                + "e353779c1079aeb82708942dbe77181a",
        "c286696d887c9aa0611bbb3e2025a45a, 562e17996d093d28ddb3ba695a2e6f58,"
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
                + "d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1",
        "56e47a38c5598974bc46903dba290349, 8ce82eefbea0da3c44699ed7db51b7d9,"
                + "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
                + "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf,"
                + "c30e32ffedc0774e6aff6af0869f71aa0f3af07a9a31a9c684db207eb0ef8e4e"
                + "35907aa632c3ffdf868bb7b29d3d46ad83ce9f9a102ee99d49a53e87f4c3da55"
    })
    void cases_1_2_and_4_of_rfc_3602_section_4(String key, String iv, String plain, String sealed) throws Exception {
        check(key, iv, plain, sealed);
    }

    /** NIST SP 800-38A, F.2.5: CBC-AES256.Encrypt, its first two blocks. */
    @Test
    void a_key_of_256_bits_gives_what_nist_sp_800_38a_says() throws Exception {
        check(
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "000102030405060708090a0b0c0d0e0f",
                "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
    }

    @Test
    void it_pads_nothing_and_refuses_what_is_not_whole_blocks() {
        Key key = Key.of(Bytes.zeros(16));
        Bytes iv = Bytes.zeros(16);
        assertThatThrownBy(() -> cipher.seal(key, iv, Bytes.EMPTY, Bytes.zeros(15)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> cipher.open(key, iv, Bytes.EMPTY, Bytes.zeros(17)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> cipher.open(key, Bytes.zeros(8), Bytes.EMPTY, Bytes.zeros(16)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> cipher.seal(Key.of(Bytes.zeros(20)), iv, Bytes.EMPTY, Bytes.zeros(16)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("20");
    }

    @Test
    void it_does_not_pretend_to_authenticate() {
        assertThatThrownBy(() -> cipher.seal(Key.of(Bytes.zeros(16)), Bytes.zeros(16), Bytes.of(1), Bytes.zeros(16)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(cipher.authenticated()).isFalse();
    }

    private void check(String key, String iv, String plain, String sealed) throws Exception {
        Key aes = Key.of(Bytes.hex(key));
        assertThat(cipher.seal(aes, Bytes.hex(iv), Bytes.EMPTY, Bytes.hex(plain)))
                .isEqualTo(Bytes.hex(sealed));
        assertThat(cipher.open(aes, Bytes.hex(iv), Bytes.EMPTY, Bytes.hex(sealed)))
                .isEqualTo(Bytes.hex(plain));
    }
}
