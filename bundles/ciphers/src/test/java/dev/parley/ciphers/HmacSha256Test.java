package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacSha256Test {
    private final HmacPrf prf = HmacPrf.sha256(Primitives.provider());
    private final HmacIntegrity integrity = HmacIntegrity.sha256(Primitives.provider());

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddd,"
                + "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    })
    void cases_prf_1_to_3_of_rfc_4868_section_2_7_1(String key, String data, String output) {
        assertThat(prf.prf(Key.of(Bytes.hex(key)), Bytes.hex(data)).reveal()).isEqualTo(Bytes.hex(output));
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + "198a607eb44bfbc69903a0f1cf2bbdc5",
        "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a656665,"
                + "7768617420646f2079612077616e7420666f72206e6f7468696e673f, 167f928588c5cc2eef8e3093caa0e87c",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddd, cdcb1220d1ecccea91e53aba3092f962",
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20,"
                + "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
                + "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 372efcf9b40b35c2115b1346903d2ef4"
    })
    void cases_auth256_1_to_4_of_rfc_4868_section_2_7_2_1(String key, String data, String checksum) {
        assertThat(integrity.checksum(Key.of(Bytes.hex(key)), Bytes.hex(data))).isEqualTo(Bytes.hex(checksum));
    }

    /** RFC 2104 allows it; the value is the one of Python 3.11: {@code hmac.new(b"", b"", "sha256")}. */
    @Test
    void an_empty_key_is_a_key() {
        assertThat(prf.prf(Key.of(Bytes.EMPTY), Bytes.EMPTY).reveal())
                .isEqualTo(Bytes.hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
    }

    @Test
    void an_integrity_key_of_another_length_is_a_bug_of_the_caller() {
        assertThatThrownBy(() -> integrity.checksum(Key.of(Bytes.zeros(16)), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }

    /** A conversation recorded from strongSwan 5.9.8: nonces, shared secret, and the keys it derived (RFC 7296 section 2.14). */
    @Test
    void skeyseed_and_the_expansion_give_the_keys_that_strongswan_derived() {
        Bytes ni = Bytes.hex("2084a3d3c289b855be091abf0b91bb70e0d0076adaa96061721a8c36f7954e37");
        Bytes nr = Bytes.hex("7900a143e613053cf4dd5040de0a6583976dfa646b9e27d01af2f68eeabfe552");
        Bytes spis = Bytes.hex("0de2959f8c12ed4686df8f3c04427128");
        Bytes shared = Bytes.hex("e6ab9fa4a5dba226a3e88c095160d031de38863559d8fc8bff7c4c5e8052e774");
        Key skeyseed = prf.prf(Key.of(Bytes.concat(ni, nr)), shared);
        assertThat(skeyseed.reveal())
                .isEqualTo(Bytes.hex("9cec15ea3568c235bc78b429bc0f168b1589d3ce30fcc7d26c45c01a86c9f674"));
        Bytes derived = Bytes.hex("71f69ec90c4efbbdfad819721d778a80411fc7440ee8b81f0f6b2358f1112b3b"
                + "52bb615bc2d001d5f44dd4c98efecc0149590e30"
                + "1a0114735524e3697a2fc8017c6ddef1daccedad"
                + "146eb90d5946c8cbb16d87d3a4bcebae8a3b3d514a4770e88468598bfbd247d9"
                + "58aa7db01e330150212709358be5229aa5fdfec4a66ee0eedb8f667d7b7d8683");
        assertThat(prf.plus(skeyseed, Key.of(Bytes.concat(ni, nr, spis)), derived.length())
                        .reveal())
                .isEqualTo(derived);
    }
}
