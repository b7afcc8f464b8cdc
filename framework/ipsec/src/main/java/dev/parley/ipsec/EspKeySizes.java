package dev.parley.ipsec;

import java.util.Map;
import java.util.Optional;

/** How many octets of KEYMAT an SA needs (RFC 7296 section 2.17): a kernel's algorithm need not be installed here. */
public final class EspKeySizes {
    /** A salt of four octets follows the key (RFC 4106 section 8.1). */
    private static final int GCM_SALT_OCTETS = 4;

    private static final Map<String, Integer> ENCRYPTION_SALT = Map.of("aes-gcm-16", GCM_SALT_OCTETS, "aes-cbc", 0);
    private static final Map<String, Integer> INTEGRITY = Map.of("hmac-sha2-256-128", 32);

    private EspKeySizes() {}

    /** Octets for a cipher at its key size, a salt included; empty for one that is unknown. */
    public static Optional<Integer> encryption(Algorithm algorithm) {
        return algorithm.keyBits().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(ENCRYPTION_SALT.get(algorithm.key()))
                        .map(salt -> algorithm.keyBits().getAsInt() / 8 + salt);
    }

    /** Octets for an integrity algorithm; empty for one that is unknown. */
    public static Optional<Integer> integrity(Algorithm algorithm) {
        return Optional.ofNullable(INTEGRITY.get(algorithm.key()));
    }

    /** Whether the cipher proves integrity itself. */
    public static boolean authenticated(Algorithm algorithm) {
        return ENCRYPTION_SALT.getOrDefault(algorithm.key(), 0) > 0;
    }
}
