package dev.parley.ipsec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.wire.Bytes;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of algorithms and peers as a person writes them, and the key sizes that follow from them. */
class NamesTest {
    @Test
    void an_algorithm_is_a_name_with_or_without_a_key_size() {
        assertThat(Algorithm.parse("x25519"))
                .isEqualTo(new Algorithm("x25519", OptionalInt.empty(), OptionalInt.empty()))
                .hasToString("x25519");
        assertThat(Algorithm.parse("aes-cbc:256"))
                .isEqualTo(new Algorithm("aes-cbc", OptionalInt.of(256), OptionalInt.empty()))
                .hasToString("aes-cbc:256");
        assertThat(Algorithm.parse("my-kex").numbered(1024)).hasToString("my-kex (number 1024)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":128",
                "aes-cbc:",
                "aes-cbc:x",
                "aes-cbc:-1",
                "aes-cbc:0",
                "aes-cbc:128:1",
                "aes cbc",
                "aes-cbc:99999999999999999999"
            })
    void what_is_no_algorithm_is_refused_with_what_to_write_instead(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Algorithm.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .withMessage("'" + text
                        + "' is no algorithm; write a name, or a name and its key size in bits: aes-cbc:128");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, ipv4, c0000201, 192.0.2.1",
        "2001:DB8::1, ipv6, 20010db8000000000000000000000001, 2001:db8::1",
        "gw.example, fqdn, 67772e6578616d706c65, gw.example",
        "key-id:0xC0ffee, key-id, c0ffee, key-id:0xc0ffee",
        "key-id:abc, key-id, 616263, key-id:0x616263",
        "key-id:0xabc, key-id, 3078616263, key-id:0x3078616263",
        "key-id:192.0.2.1, key-id, 3139322e302e322e31, key-id:0x3139322e302e322e31"
    })
    void an_identity_is_an_address_a_key_id_or_a_name(String text, String kind, String octets, String printed) {
        assertThat(Identity.parse(text))
                .isEqualTo(new Identity(kind, Bytes.hex(octets)))
                .hasToString(printed);
        assertThat(Identity.parse(printed)).isEqualTo(Identity.parse(text));
    }

    @Test
    void the_same_octets_of_another_kind_are_somebody_else() {
        assertThat(Identity.parse("key-id:gw.example")).isNotEqualTo(Identity.parse("gw.example"));
    }

    @Test
    void an_identity_of_a_peer_prints_nothing_that_moves_a_cursor() {
        assertThat(new Identity(Identity.FQDN, Bytes.hex("61 1b 5b 41")).toString())
                .doesNotContain("\u001b");
        assertThat(new Identity("rfc822", Bytes.of(1))).hasToString("rfc822:01");
    }

    @ParameterizedTest
    @CsvSource({
        "aes-gcm-16:128, 20, true",
        "aes-gcm-16:256, 36, true",
        "aes-cbc:128, 16, false",
        "aes-cbc:256, 32, false",
        "chacha20-poly1305, 36, true"
    })
    void a_cipher_for_esp_takes_its_key_and_its_salt(String cipher, int octets, boolean authenticated) {
        assertThat(EspKeySizes.encryption(Algorithm.parse(cipher))).contains(octets);
        assertThat(EspKeySizes.authenticated(Algorithm.parse(cipher))).isEqualTo(authenticated);
    }

    @ParameterizedTest
    @CsvSource({"hmac-sha1-96, 20", "hmac-sha2-256-128, 32", "hmac-sha2-384-192, 48", "hmac-sha2-512-256, 64"})
    void an_integrity_algorithm_for_esp_takes_a_key_as_long_as_its_hash(String integrity, int octets) {
        assertThat(EspKeySizes.integrity(Algorithm.parse(integrity))).contains(octets);
    }

    @Test
    void what_has_no_known_size_has_none() {
        assertThat(EspKeySizes.encryption(Algorithm.parse("aes-cbc"))).isEmpty();
        assertThat(EspKeySizes.encryption(Algorithm.parse("rot13:8"))).isEmpty();
        assertThat(EspKeySizes.encryption(Algorithm.parse("chacha20-poly1305:256")))
                .isEmpty();
        assertThat(EspKeySizes.integrity(Algorithm.parse("crc"))).isEmpty();
        assertThat(EspKeySizes.authenticated(Algorithm.parse("rot13:8"))).isFalse();
    }
}
