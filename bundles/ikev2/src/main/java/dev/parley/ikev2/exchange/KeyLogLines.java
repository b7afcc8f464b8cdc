package dev.parley.ikev2.exchange;

import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.WiresharkNames;
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
        return new Effect.LogKey(WiresharkNames.IKE_TABLE, Text.later(() -> ikeLine(spiI, spiR, suite, keys)));
    }

    private static String ikeLine(Bytes spiI, Bytes spiR, ChosenSuite suite, IkeKeys keys) {
        return String.join(
                ",",
                spiI.toString(),
                spiR.toString(),
                keys.skEi().reveal().toString(),
                keys.skEr().reveal().toString(),
                quoted(WiresharkNames.encryption(suite.encryption())),
                keys.skAi().reveal().toString(),
                keys.skAr().reveal().toString(),
                quoted(WiresharkNames.integrity(suite.integrity())));
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
