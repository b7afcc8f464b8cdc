package dev.parley.ikev2.exchange;

import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.Map;

/** Lines for Wireshark's key tables, in the words of its preference files. They go out only if a person asked for a key log. */
final class KeyLogLines {
    /** ChaCha20-Poly1305 is not among them: Wireshark's table for IKE does not know it. */
    private static final Map<String, String> IKE_ENCRYPTION =
            Map.of("aes-gcm-16", "AES-GCM-%d with 16 octet ICV [RFC5282]", "aes-cbc", "AES-CBC-%d [RFC3602]");

    private static final Map<String, String> IKE_INTEGRITY = Map.of(
            "hmac-sha1-96", "HMAC_SHA1_96 [RFC2404]",
            "hmac-sha2-256-128", "HMAC_SHA2_256_128 [RFC4868]",
            "hmac-sha2-384-192", "HMAC_SHA2_384_192 [RFC4868]",
            "hmac-sha2-512-256", "HMAC_SHA2_512_256 [RFC4868]");
    private static final Map<String, String> ESP_ENCRYPTION = Map.of(
            "aes-gcm-16", "AES-GCM [RFC4106]",
            "aes-cbc", "AES-CBC [RFC3602]",
            "chacha20-poly1305", "ChaCha20 with Poly1305 [RFC7634]");
    private static final Map<String, String> ESP_INTEGRITY = Map.of(
            "hmac-sha1-96", "HMAC-SHA-1-96 [RFC2404]",
            "hmac-sha2-256-128", "HMAC-SHA-256-128 [RFC4868]",
            "hmac-sha2-384-192", "HMAC-SHA-384-192 [RFC4868]",
            "hmac-sha2-512-256", "HMAC-SHA-512-256 [RFC4868]");

    private KeyLogLines() {}

    /** The keys of an IKE SA. */
    static Effect ike(Bytes spiI, Bytes spiR, ChosenSuite suite, IkeKeys keys) {
        return new Effect.LogKey("ikev2_decryption_table", Text.later(() -> ikeLine(spiI, spiR, suite, keys)));
    }

    private static String ikeLine(Bytes spiI, Bytes spiR, ChosenSuite suite, IkeKeys keys) {
        String encryption = String.format(
                IKE_ENCRYPTION.getOrDefault(
                        suite.encryption().key(), suite.encryption().key()),
                suite.encryption().keyBits().orElse(0));
        String integrity = suite.integrity()
                .map(algorithm -> IKE_INTEGRITY.getOrDefault(algorithm.key(), algorithm.key()))
                .orElse("NONE [RFC4306]");
        return String.join(
                ",",
                spiI.toString(),
                spiR.toString(),
                keys.skEi().reveal().toString(),
                keys.skEr().reveal().toString(),
                quoted(encryption),
                keys.skAi().reveal().toString(),
                keys.skAr().reveal().toString(),
                quoted(integrity));
    }

    /** The keys of one simplex SA. */
    static Effect esp(IpsecSa sa) {
        return new Effect.LogKey("esp_sa", Text.later(() -> espLine(sa)));
    }

    private static String espLine(IpsecSa sa) {
        String encryption = sa.encryption()
                .map(Algorithm::key)
                .map(key -> ESP_ENCRYPTION.getOrDefault(key, key))
                .orElse("NULL");
        String integrity = sa.integrity()
                .map(Algorithm::key)
                .map(key -> ESP_INTEGRITY.getOrDefault(key, key))
                .orElse("NULL");
        return String.join(
                ",",
                quoted(sa.destination().length() == 4 ? "IPv4" : "IPv6"),
                quoted(IpAddress.format(sa.source())),
                quoted(IpAddress.format(sa.destination())),
                quoted("0x" + sa.spi()),
                quoted(encryption),
                quoted("0x" + sa.encryptionKey().reveal()),
                quoted(integrity),
                quoted(
                        sa.integrityKey().length() == 0
                                ? ""
                                : "0x" + sa.integrityKey().reveal()));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
