package dev.parley.ikev2.message;

import dev.parley.ipsec.Identity;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Identification types (RFC 7296 section 3.5) and the kinds of {@link Identity} they stand for. */
public final class IdType {
    public static final int IPV4_ADDR = 1;
    public static final int FQDN = 2;
    public static final int RFC822_ADDR = 3;
    public static final int IPV6_ADDR = 5;
    public static final int DER_ASN1_DN = 9;
    public static final int KEY_ID = 11;

    private static final Names NAMES = Names.of("""
            1 ID_IPV4_ADDR
            2 ID_FQDN
            3 ID_RFC822_ADDR
            5 ID_IPV6_ADDR
            9 ID_DER_ASN1_DN
            10 ID_DER_ASN1_GN
            11 ID_KEY_ID
            12 ID_FC_NAME
            13 ID_NULL""");

    private static final Map<Integer, String> KINDS = Map.of(
            IPV4_ADDR, Identity.IPV4,
            FQDN, Identity.FQDN,
            RFC822_ADDR, Identity.RFC822,
            IPV6_ADDR, Identity.IPV6,
            DER_ASN1_DN, Identity.DN,
            KEY_ID, Identity.KEY_ID);

    private static final Map<String, Integer> NUMBERS =
            KINDS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private IdType() {}

    /** IANA's name, or {@code ID type} and the number. */
    public static String name(int idType) {
        return NAMES.name(idType, "ID type ");
    }

    static Optional<String> kind(int idType) {
        return Optional.ofNullable(KINDS.get(idType));
    }

    static Optional<Integer> ofKind(String kind) {
        return Optional.ofNullable(NUMBERS.get(kind));
    }
}
