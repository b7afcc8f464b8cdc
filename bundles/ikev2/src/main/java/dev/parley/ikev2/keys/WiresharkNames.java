package dev.parley.ikev2.keys;

import dev.parley.ipsec.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Wireshark's table of IKE keys calls algorithms, read and written. One that it does not know keeps the name it has here. */
public final class WiresharkNames {
    public static final String IKE_TABLE = "ikev2_decryption_table";

    /** ChaCha20-Poly1305 is not among them: Wireshark's table for IKE does not know it. */
    private static final Map<String, String> ENCRYPTION =
            Map.of("aes-gcm-16", "AES-GCM-%d with 16 octet ICV [RFC5282]", "aes-cbc", "AES-CBC-%d [RFC3602]");

    private static final List<Integer> KEY_BITS = List.of(128, 192, 256);

    private static final Map<String, String> INTEGRITY = Map.of(
            "hmac-sha1-96", "HMAC_SHA1_96 [RFC2404]",
            "hmac-sha2-256-128", "HMAC_SHA2_256_128 [RFC4868]",
            "hmac-sha2-384-192", "HMAC_SHA2_384_192 [RFC4868]",
            "hmac-sha2-512-256", "HMAC_SHA2_512_256 [RFC4868]");

    private static final String NO_INTEGRITY = "NONE [RFC4306]";

    private WiresharkNames() {}

    public static String encryption(Algorithm cipher) {
        return String.format(
                ENCRYPTION.getOrDefault(cipher.key(), cipher.key()),
                cipher.keyBits().orElse(0));
    }

    /** @param algorithm empty beside a cipher that has its own */
    public static String integrity(Optional<Algorithm> algorithm) {
        return algorithm
                .map(some -> INTEGRITY.getOrDefault(some.key(), some.key()))
                .orElse(NO_INTEGRITY);
    }

    /** The cipher's key in the catalog; what is not Wireshark's name is one. */
    public static String cipherKey(String name) {
        return ENCRYPTION.entrySet().stream()
                .filter(entry -> KEY_BITS.stream()
                        .anyMatch(bits -> String.format(entry.getValue(), bits).equals(name)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }

    /** The integrity algorithm's key in the catalog; empty if the cipher has its own. */
    public static Optional<String> integrityKey(String name) {
        return name.equals(NO_INTEGRITY)
                ? Optional.empty()
                : Optional.of(INTEGRITY.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(name))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(name));
    }
}
