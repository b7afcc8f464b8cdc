package dev.parley.ipsec;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many octets of KEYMAT an SA needs (RFC 7296 section 2.17): a kernel's algorithm need not be installed here. */
public final class EspKeySizes {
    /** A salt of four octets follows the key (RFC 4106 section 8.1, RFC 7634 section 2). */
    private static final int SALT_OCTETS = 4;

    private static final Map<String, Integer> ENCRYPTION_SALT = Map.of("aes-gcm-16", SALT_OCTETS, "aes-cbc", 0);

    /** Ciphers with keys of one size, which is not written: a salt is included. */
    private static final Map<String, Integer> FIXED =
            Map.of("chacha20-poly1305", 32 + SALT_OCTETS, "3des-cbc", 24, "des-cbc", 8, "null", 0);

    private static final Set<String> AUTHENTICATED = Set.of("chacha20-poly1305", "aes-gcm-16");

    private static final Map<String, Integer> INTEGRITY = Map.of(
            "hmac-md5-96", 16,
            "hmac-sha1-96", 20,
            "hmac-sha2-256-128", 32,
            "hmac-sha2-384-192", 48,
            "hmac-sha2-512-256", 64);

    private EspKeySizes() {}

    /** Octets for a cipher at its key size, a salt included; empty for one that is unknown, or cannot have that size. */
    public static Optional<Integer> encryption(Algorithm algorithm) {
        return algorithm.keyBits().isEmpty()
                ? Optional.ofNullable(FIXED.get(algorithm.key()))
                : Optional.ofNullable(ENCRYPTION_SALT.get(algorithm.key()))
                        .map(salt -> algorithm.keyBits().getAsInt() / 8 + salt);
    }

    /** Octets for an integrity algorithm; empty for one that is unknown. */
    public static Optional<Integer> integrity(Algorithm algorithm) {
        return Optional.ofNullable(INTEGRITY.get(algorithm.key()));
    }

    /** Whether the cipher proves integrity itself. */
    public static boolean authenticated(Algorithm algorithm) {
        return AUTHENTICATED.contains(algorithm.key());
    }
}
