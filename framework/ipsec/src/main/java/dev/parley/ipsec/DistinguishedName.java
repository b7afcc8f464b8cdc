package dev.parley.ipsec;

import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Distinguished names as text and in DER (RFC 5280 section 4.1.2.4). The text is in the order of the encoding, as {@code openssl
 * x509 -subject} and other IKE implementations write it; RFC 4514, which the JDK follows, has it the other way round.
 */
final class DistinguishedName {
    private static final String EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

    private DistinguishedName() {}

    /** @throws IllegalArgumentException if it is no name */
    static Bytes encode(String text) {
        try {
            return reversed(new X500Principal(text, Map.of("E", EMAIL_ADDRESS)).getEncoded());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no distinguished name; write C=DE, O=Example, CN=gateway (a comma within a value as \\,)",
                    e);
        }
    }

    /** For a person to read; empty if the octets are no name. */
    static Optional<String> text(Bytes der) {
        return whole(der)
                .filter(text -> !text.isEmpty())
                .map(text -> Bytes.utf8(text).printable());
    }

    /** The encoding that {@link #encode} has for the name; the same octets if they are no name that can be written. */
    static Bytes canonical(Bytes der) {
        try {
            return whole(der).map(DistinguishedName::encode).orElse(der);
        } catch (IllegalArgumentException e) {
            return der;
        }
    }

    private static Optional<String> whole(Bytes der) {
        try {
            X500Principal name = new X500Principal(der.toArray());
            return Optional.of(new X500Principal(reversed(name.getEncoded()).toArray())
                    .getName(X500Principal.RFC2253, Map.of(EMAIL_ADDRESS, "E")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same SEQUENCE with its relative names in the other order. */
    private static Bytes reversed(byte[] encoded) {
        Bytes name = Bytes.copyOf(encoded);
        List<Bytes> parts = new ArrayList<>();
        for (int at = contents(name, 0); at < name.length(); at = end(name, at)) {
            parts.add(name.slice(at, end(name, at)));
        }
        Collections.reverse(parts);
        parts.add(0, name.slice(0, contents(name, 0)));
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /** Where the contents of the element at {@code at} begin. */
    private static int contents(Bytes der, int at) {
        int first = der.at(at + 1);
        return at + 2 + (first < LONG_LENGTH ? 0 : first - LONG_LENGTH);
    }

    private static int end(Bytes der, int at) {
        int first = der.at(at + 1);
        return contents(der, at) + (first < LONG_LENGTH ? first : (int) der.number(at + 2, first - LONG_LENGTH));
    }

    /** From here on the octet says how many octets the length has (X.690 section 8.1.3). */
    private static final int LONG_LENGTH = 0x80;
}
