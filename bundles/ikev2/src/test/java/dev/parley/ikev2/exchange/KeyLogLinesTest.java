package dev.parley.ikev2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Key;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines for Wireshark's ikev2_decryption_table: SPIs, SK_ei, SK_er, cipher, SK_ai, SK_ar, integrity, as its preferences write them. */
class KeyLogLinesTest {
    private static final Bytes SPI_I = Bytes.hex("0102030405060708");
    private static final Bytes SPI_R = Bytes.hex("1112131415161718");

    private static Key key(String hex) {
        return Key.of(Bytes.hex(hex));
    }

    private static ChosenSuite suite(String encryption, Optional<String> integrity) {
        return new ChosenSuite(
                Algorithm.parse(encryption),
                integrity.map(Algorithm::parse),
                Optional.of(Algorithm.parse("hmac-sha2-256")),
                Optional.of(Algorithm.parse("x25519")),
                SequenceNumbers.ORDINARY);
    }

    @Test
    void a_line_of_an_authenticated_cipher_has_no_integrity_keys() {
        Effect line = KeyLogLines.ike(
                SPI_I,
                SPI_R,
                suite("aes-gcm-16:128", Optional.empty()),
                new IkeKeys(key("d0"), key(""), key(""), key("e1"), key("e2"), key("a1"), key("a2")));
        assertThat(line)
                .isEqualTo(new Effect.LogKey(
                        "ikev2_decryption_table",
                        Text.of("0102030405060708,1112131415161718,e1,e2,\"AES-GCM-128 with 16 octet ICV [RFC5282]\",,,"
                                + "\"NONE [RFC4306]\"")));
    }

    @Test
    void a_line_of_cbc_has_all_four_keys_and_never_sk_d_or_sk_p() {
        Effect line = KeyLogLines.ike(
                SPI_I,
                SPI_R,
                suite("aes-cbc:256", Optional.of("hmac-sha2-256-128")),
                new IkeKeys(key("d0"), key("c1"), key("c2"), key("e1"), key("e2"), key("a1"), key("a2")));
        assertThat(line)
                .isEqualTo(new Effect.LogKey(
                        "ikev2_decryption_table",
                        Text.of("0102030405060708,1112131415161718,e1,e2,\"AES-CBC-256 [RFC3602]\",c1,c2,"
                                + "\"HMAC_SHA2_256_128 [RFC4868]\"")));
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha1-96, HMAC_SHA1_96 [RFC2404]",
        "hmac-sha2-384-192, HMAC_SHA2_384_192 [RFC4868]",
        "hmac-sha2-512-256, HMAC_SHA2_512_256 [RFC4868]"
    })
    void each_integrity_algorithm_has_wiresharks_name(String key, String name) {
        Effect line = KeyLogLines.ike(
                SPI_I,
                SPI_R,
                suite("aes-cbc:256", Optional.of(key)),
                new IkeKeys(key("d0"), key("c1"), key("c2"), key("e1"), key("e2"), key("a1"), key("a2")));
        assertThat(((Effect.LogKey) line).line().toString()).endsWith(",c1,c2,\"" + name + "\"");
    }
}
