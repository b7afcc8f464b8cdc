package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.isakmp.wire.Bytes;
import java.security.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HMAC with the hashes beside SHA-256, by the test cases of RFC 2202, RFC 4231 and RFC 4868. */
class HmacFamilyTest {
    private static final Provider PROVIDER = Primitives.provider();

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b617318655057264e28bc0b6" + "fb378c8ef146be00",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, effcdf6ae5eb2fa2"
                + "d27416d5f184df9c259a7c79",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, 125d7342b9ac11cd91a39af4"
                + "8aa17b4f63f175d3"
    })
    void cases_1_to_3_of_rfc_2202_section_3(String key, String data, String output) {
        check(HmacPrf.sha1(PROVIDER), key, data, output);
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, afd03944d84895626b0825f4"
                + "ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, af45d2e376484031"
                + "617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, 88062608d3e6ad8a0aa2ace0"
                + "14c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27"
    })
    void cases_prf_1_to_3_of_rfc_4868_section_2_7_1_with_sha_384(String key, String data, String output) {
        check(HmacPrf.sha384(PROVIDER), key, data, output);
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, 87aa7cdea5ef619d4ff0b424"
                + "1a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61"
                + "f1702e696c203a126854",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, 164b7a7bfcf819e2"
                + "e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaea"
                + "b1a34d4a6b4b636e070a38bce737",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, fa73b0089d56a284efb0f075"
                + "6c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8"
                + "942674278859e13292fb"
    })
    void cases_prf_1_to_3_of_rfc_4868_section_2_7_1_with_sha_512(String key, String data, String output) {
        check(HmacPrf.sha512(PROVIDER), key, data, output);
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b617318655057264e28bc0b6",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, 125d7342b9ac11cd91a39af4",
        "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c, 546573742057697468205472756e636174696f6e, "
                + "4c1a03424b55e07fe7f27be1"
    })
    void cases_1_3_and_5_of_rfc_2202_section_3_cut_to_96_bits(String key, String data, String checksum) {
        check(HmacIntegrity.sha1(PROVIDER), key, data, checksum);
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"
                + "0b0b0b0b0b0b, 4869205468657265, b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973",
        "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a65"
                + "66654a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, 2c7353974f18"
                + "42fd66d53c452ca42122b28c0b594cfb184d",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                + "aaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddd, 809f439be00274321d4a538652164b53554a508184a0c316",
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a"
                + "2b2c2d2e2f30, cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
                + "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, e8909051b8fe1a37966eec37a868389185d9da142bc5f755"
    })
    void cases_auth384_1_to_4_of_rfc_4868_section_2_7_2_2(String key, String data, String checksum) {
        check(HmacIntegrity.sha384(PROVIDER), key, data, checksum);
    }

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"
                + "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, 637edc6e01dce7e6742a"
                + "99451aae82df23da3e92439e590e43e761b33e910fb8",
        "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a65"
                + "66654a6566654a6566654a6566654a6566654a656665, 7768617420646f2079612077616e7420666f72"
                + "206e6f7468696e673f, cb370917ae8a7ce28cfd1d8f4705d6141c173b2a9362c15df235dfb251b15454",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd, 2ee7acd783624ca93987"
                + "10f3ee05ae41b9f9b0510c87e49e586cc9bf961733d8",
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a"
                + "2b2c2d2e2f303132333435363738393a3b3c3d3e3f40, cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
                + "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 5e6688e5a3daec826ca3"
                + "2eaea224eff5e700628947470e13ad01302561bab108"
    })
    void cases_auth512_1_to_4_of_rfc_4868_section_2_7_2_3(String key, String data, String checksum) {
        check(HmacIntegrity.sha512(PROVIDER), key, data, checksum);
    }

    /** RFC 2404 section 2, RFC 4868 section 2.3 and table 1. */
    @Test
    void keys_are_as_long_as_the_hash_and_checksums_as_the_name_says() {
        List<Integrity> all = List.of(
                HmacIntegrity.sha1(PROVIDER),
                HmacIntegrity.sha256(PROVIDER),
                HmacIntegrity.sha384(PROVIDER),
                HmacIntegrity.sha512(PROVIDER));
        assertThat(all).extracting(Integrity::keyOctets).containsExactly(20, 32, 48, 64);
        assertThat(all).extracting(Integrity::checksumOctets).containsExactly(12, 16, 24, 32);
        assertThat(all).allSatisfy(one -> assertThat(one.key()).endsWith("-" + 8 * one.checksumOctets()));
    }

    private static void check(Prf prf, String key, String data, String output) {
        assertThat(prf.prf(Key.of(Bytes.hex(key)), Bytes.hex(data)).reveal()).isEqualTo(Bytes.hex(output));
        assertThat(prf.keyOctets()).isEqualTo(prf.outputOctets()).isEqualTo(output.length() / 2);
    }

    private static void check(Integrity integrity, String key, String data, String checksum) {
        assertThat(integrity.checksum(Key.of(Bytes.hex(key)), Bytes.hex(data))).isEqualTo(Bytes.hex(checksum));
    }
}
