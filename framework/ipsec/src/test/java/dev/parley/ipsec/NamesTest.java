package dev.parley.ipsec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.wire.Bytes;
import java.util.OptionalInt;
import java.util.Random;
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
        "@gw.example, fqdn, 4067772e6578616d706c65, @gw.example",
        "me@gw.example, rfc822, 6d654067772e6578616d706c65, me@gw.example",
        "key-id:0xC0ffee, key-id, c0ffee, key-id:0xc0ffee",
        "key-id:abc, key-id, 616263, key-id:0x616263",
        "key-id:0xabc, key-id, 3078616263, key-id:0x3078616263",
        "key-id:192.0.2.1, key-id, 3139322e302e322e31, key-id:0x3139322e302e322e31"
    })
    void an_identity_is_an_address_a_key_id_a_mailbox_or_a_name(
            String text, String kind, String octets, String printed) {
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
        assertThat(new Identity(Identity.RFC822, Bytes.hex("61 40 1b")).toString())
                .doesNotContain("\u001b");
        assertThat(new Identity(Identity.DN, Bytes.hex("300f 310d 300b 0603 550403 0c04 611b5b41")).toString())
                .doesNotContain("\u001b");
        assertThat(new Identity("fc-name", Bytes.of(1))).hasToString("fc-name:01");
    }

    /** RFC 5280 appendix C.1: the issuer at octet 31 of the certificate there. */
    private static final String EXAMPLE_CA = "3043"
            + "31133011060a0992268993f22c6401191603636f6d"
            + "31173015060a0992268993f22c64011916076578616d706c65"
            + "311330110603550403130a4578616d706c65204341";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DC=com, DC=example, CN=Example CA",
                "DC=com,DC=example,CN=Example CA",
                "dc=com;  dc=example; cn=Example CA"
            })
    void a_distinguished_name_is_written_in_the_order_of_its_encoding(String text) {
        assertThat(Identity.parse(text))
                .isEqualTo(new Identity(Identity.DN, Bytes.hex(EXAMPLE_CA)))
                .hasToString("DC=com,DC=example,CN=Example CA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C=DE,O=Example,CN=gateway",
                "C=DE,O=A company\\, and its sons,CN=x+OU=eng",
                "O=Größe,CN=é",
                "E=me@gw.example,CN=me",
                "UID=7,2.5.4.97=#0c0341424c"
            })
    void a_distinguished_name_prints_as_it_is_written(String text) {
        Identity name = Identity.parse(text);
        assertThat(name.kind()).isEqualTo(Identity.DN);
        assertThat(Identity.parse(name.toString())).isEqualTo(name);
        assertThat(name).hasToString(text);
    }

    @Test
    void a_distinguished_name_of_more_than_127_octets_keeps_its_length() {
        String text = "C=DE,O=" + "o".repeat(200) + ",CN=" + "c".repeat(60);
        assertThat(Identity.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=DE", "X=1", "C=DE,", "CN"})
    void what_is_no_distinguished_name_is_refused_with_what_to_write_instead(String text) {
        if (text.contains("=")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Identity.parse(text))
                    .withMessageContaining("'" + text + "' is no distinguished name; write C=DE");
        } else {
            assertThat(Identity.parse(text).kind()).isEqualTo(Identity.FQDN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "3080", "30ff", "31023000", "300131", "deadbeef", "30843fffffff"})
    void octets_that_are_no_distinguished_name_are_shown_as_octets(String octets) {
        assertThat(new Identity(Identity.DN, Bytes.hex(octets))).hasToString("dn:0x" + octets);
    }

    /** UTF8String where the RFC's example has PrintableString, and PrintableString where it has IA5String. */
    @Test
    void the_types_of_strings_in_a_distinguished_name_do_not_matter_to_a_policy() {
        Identity other = new Identity(
                Identity.DN,
                Bytes.hex(EXAMPLE_CA
                        .replace("1603636f6d", "1303636f6d")
                        .replace("130a4578616d706c65204341", "0c0a4578616d706c65204341")));
        assertThat(other.matches(Identity.parse("DC=com, DC=example, CN=Example CA")))
                .isTrue();
        assertThat(other).isNotEqualTo(Identity.parse("DC=com, DC=example, CN=Example CA"));
        assertThat(new Identity(Identity.DN, Bytes.hex("deadbeef"))
                        .matches(new Identity(Identity.DN, Bytes.hex("deadbeef"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_a_peer_calls_a_distinguished_name_is_compared_and_printed(long seed) {
        Random random = new Random(seed);
        Identity known = Identity.parse("DC=com, DC=example, CN=Example CA");
        for (int i = 0; i < 1_000; i++) {
            byte[] octets = Bytes.hex(EXAMPLE_CA).toArray();
            for (int changes = random.nextInt(4) + 1; changes > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            Bytes cut = Bytes.copyOf(octets).slice(0, random.nextInt(octets.length + 1));
            Identity claimed = new Identity(Identity.DN, cut);
            assertThat(claimed.toString()).isNotEmpty();
            assertThat(claimed.matches(claimed)).isTrue();
            assertThat(claimed.matches(known))
                    .as(claimed.toString())
                    .isEqualTo(claimed.toString().equals(known.toString()));
        }
    }

    /** RFC 4945 sections 3.1.2, 3.1.3 and 3.1.5. */
    @ParameterizedTest
    @CsvSource({
        "gw.example, GW.Example, true",
        "me@gw.example, Me@GW.example, true",
        "gw.example, gw.example., false",
        "'C=DE, CN=gw', 'c=DE,cn=gw', true",
        "'C=DE, CN=gw', 'C=DE, CN=GW', false",
        "'C=DE, CN=gw', 'CN=gw, C=DE', false",
        "key-id:abc, key-id:ABC, false",
        "key-id:gw.example, gw.example, false",
        "2001:db8::1, 2001:DB8:0::1, true"
    })
    void names_of_hosts_and_mailboxes_match_without_regard_to_case_all_else_as_it_is(
            String one, String other, boolean match) {
        assertThat(Identity.parse(one).matches(Identity.parse(other))).isEqualTo(match);
        assertThat(Identity.parse(other).matches(Identity.parse(one))).isEqualTo(match);
    }

    /** A peer chooses what it calls itself, and must not look like somebody else. */
    @Test
    void a_name_that_reads_like_an_identity_of_another_kind_says_its_kind() {
        assertThat(new Identity(Identity.FQDN, Bytes.utf8("192.0.2.1"))).hasToString("fqdn:192.0.2.1");
        assertThat(new Identity(Identity.FQDN, Bytes.utf8("CN=gw"))).hasToString("fqdn:CN=gw");
        assertThat(new Identity(Identity.FQDN, Bytes.utf8("me@gw"))).hasToString("fqdn:me@gw");
        assertThat(new Identity(Identity.RFC822, Bytes.utf8("gw.example"))).hasToString("rfc822:gw.example");
        assertThat(new Identity(Identity.FQDN, Bytes.utf8("key-id:0x00"))).hasToString("fqdn:key-id:0x00");
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
