package dev.parley.ipsec.doi;

import dev.parley.ipsec.Algorithm;
import dev.parley.isakmp.conversation.Names;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Transform identifiers and authentication algorithms (RFC 2407 sections 4.4.3, 4.4.4 and 4.5, RFC 3602 section 5, RFC 4106
 * section 8, RFC 4868 section 2.4) and the names that policies have for them. Which of them runs here is not said by this table.
 */
final class TransformNumbers {
    /** The one transform of a phase 1 proposal (RFC 2407 section 4.4.2). */
    static final int KEY_IKE = 1;

    /** ESP transforms and their names, whether or not a key size belongs to them. */
    private static final Map<Integer, String> ESP =
            Map.of(2, "des-cbc", 3, "3des-cbc", 11, "null", 12, "aes-cbc", 20, "aes-gcm-16");

    /** Authentication algorithms of ESP and AH; the AH transform that goes with each has its own number. */
    private static final Map<Integer, String> AUTHENTICATION = Map.of(
            1, "hmac-md5-96",
            2, "hmac-sha1-96",
            5, "hmac-sha2-256-128",
            6, "hmac-sha2-384-192",
            7, "hmac-sha2-512-256");

    private static final Map<Integer, Integer> AH_OF_AUTHENTICATION = Map.of(1, 2, 2, 3, 5, 5, 6, 6, 7, 7);

    /** Ciphers whose keys have several sizes: the Key Length attribute is mandatory for these and forbidden for others. */
    private static final Set<String> SIZED = Set.of("aes-cbc", "aes-gcm-16");

    private static final Map<String, Integer> ESP_NUMBERS = inverse(ESP);
    private static final Map<String, Integer> AUTHENTICATION_NUMBERS = inverse(AUTHENTICATION);

    private static final Names ESP_NAMES = Names.of("""
            1 ESP_DES_IV64
            2 ESP_DES
            3 ESP_3DES
            4 ESP_RC5
            5 ESP_IDEA
            6 ESP_CAST
            7 ESP_BLOWFISH
            8 ESP_3IDEA
            9 ESP_DES_IV32
            10 ESP_RC4
            11 ESP_NULL
            12 ESP_AES-CBC
            13 ESP_AES-CTR
            14 ESP_AES-CCM_8
            15 ESP_AES-CCM_12
            16 ESP_AES-CCM_16
            18 ESP_AES-GCM_8
            19 ESP_AES-GCM_12
            20 ESP_AES-GCM_16
            22 ESP_CAMELLIA""");

    private static final Names AH_NAMES = Names.of("""
            2 AH_MD5
            3 AH_SHA
            4 AH_DES
            5 AH_SHA2-256
            6 AH_SHA2-384
            7 AH_SHA2-512""");

    private TransformNumbers() {}

    static String name(int protocol, int id) {
        return switch (protocol) {
            case ProtocolId.ISAKMP -> id == KEY_IKE ? "KEY_IKE" : "transform " + id;
            case ProtocolId.AH -> AH_NAMES.name(id, "AH transform ");
            case ProtocolId.ESP -> ESP_NAMES.name(id, "ESP transform ");
            default -> "transform " + id;
        };
    }

    static Optional<String> cipher(int espTransform) {
        return Optional.ofNullable(ESP.get(espTransform));
    }

    static Optional<String> authentication(long number) {
        return Optional.ofNullable(AUTHENTICATION.get((int) number));
    }

    static boolean hasSizes(String cipher) {
        return SIZED.contains(cipher);
    }

    /** The ESP transform of {@code algorithm}: the policy's own number before the assigned one. */
    static OptionalInt esp(Algorithm algorithm) {
        return number(algorithm, ESP_NUMBERS);
    }

    static OptionalInt authentication(Algorithm algorithm) {
        return number(algorithm, AUTHENTICATION_NUMBERS);
    }

    /** The AH transform that goes with an authentication algorithm. */
    static OptionalInt ah(int authentication) {
        Integer transform = AH_OF_AUTHENTICATION.get(authentication);
        return transform == null ? OptionalInt.empty() : OptionalInt.of(transform);
    }

    private static OptionalInt number(Algorithm algorithm, Map<String, Integer> numbers) {
        Integer assigned = numbers.get(algorithm.key());
        return algorithm.number().isPresent() || assigned == null ? algorithm.number() : OptionalInt.of(assigned);
    }

    private static Map<String, Integer> inverse(Map<Integer, String> names) {
        return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
