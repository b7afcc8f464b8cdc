package dev.parley.kink.kerberos;

import java.util.List;

/**
 * A Kerberos principal: {@code kink/a.example.net@EXAMPLE.NET} (RFC 4120 sections 6.1 and 6.2). Names compare octet by octet, with
 * case; the name type is advice and takes no part.
 *
 * @param components the name's parts, at least one
 */
public record Principal(List<String> components, String realm) {
    public Principal {
        components = List.copyOf(components);
        if (components.isEmpty() || realm.isEmpty()) {
            throw new IllegalArgumentException("a principal has a name and a realm: kink/host.example.net@EXAMPLE.NET");
        }
    }

    /** The principal written {@code name/instance@REALM}; a name without a realm is an {@link IllegalArgumentException}. */
    public static Principal parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no principal with a realm: write kink/host.example.net@EXAMPLE.NET");
        }
        return new Principal(List.of(text.substring(0, at).split("/", -1)), text.substring(at + 1));
    }

    /** The name without the realm. */
    public String name() {
        return String.join("/", components);
    }

    @Override
    public String toString() {
        return name() + "@" + realm;
    }
}
