package dev.parley.ipsec;

import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.IpAddress;
import java.util.Map;

/** Lines for Wireshark's table of ESP keys, in the words of its preference file. They go out only if a person asked for a key log. */
public final class EspKeyLog {
    private static final Map<String, String> ENCRYPTION = Map.of(
            "aes-gcm-16", "AES-GCM [RFC4106]",
            "aes-cbc", "AES-CBC [RFC3602]",
            "chacha20-poly1305", "ChaCha20 with Poly1305 [RFC7634]");
    private static final Map<String, String> INTEGRITY = Map.of(
            "hmac-sha1-96", "HMAC-SHA-1-96 [RFC2404]",
            "hmac-sha2-256-128", "HMAC-SHA-256-128 [RFC4868]",
            "hmac-sha2-384-192", "HMAC-SHA-384-192 [RFC4868]",
            "hmac-sha2-512-256", "HMAC-SHA-512-256 [RFC4868]");

    private EspKeyLog() {}

    /** The keys of one simplex SA. */
    public static Effect of(IpsecSa sa) {
        return new Effect.LogKey("esp_sa", Text.later(() -> line(sa)));
    }

    private static String line(IpsecSa sa) {
        String encryption = sa.encryption()
                .map(Algorithm::key)
                .map(key -> ENCRYPTION.getOrDefault(key, key))
                .orElse("NULL");
        String integrity = sa.integrity()
                .map(Algorithm::key)
                .map(key -> INTEGRITY.getOrDefault(key, key))
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
