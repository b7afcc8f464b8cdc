package dev.parley.isakmp.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IPv4 and IPv6 addresses as 4 or 16 octets, and their text form (RFC 4291 section 2.2, RFC 5952). Resolves no names. */
public final class IpAddress {
    /** The prefix of IPv4-mapped addresses, whose end is written as IPv4 (RFC 5952 section 5). */
    private static final Bytes MAPPED = Bytes.hex("0000 0000 0000 0000 0000 ffff");

    private IpAddress() {}

    /** The octets of an address literal; empty if {@code text} is none. */
    public static Optional<Bytes> parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    /** The text of an address of 4 or 16 octets, hexadecimal for any other length. */
    public static String format(Bytes address) {
        return switch (address.length()) {
            case 4 -> address.at(0) + "." + address.at(1) + "." + address.at(2) + "." + address.at(3);
            case 16 -> format6(address);
            default -> address.toString();
        };
    }

    private static Optional<Bytes> parse4(String text) {
        String[] parts = text.split("\\.", -1);
        int[] octets = new int[4];
        if (parts.length != 4) {
            return Optional.empty();
        }
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            octets[i] = Integer.parseInt(parts[i]);
        }
        return Optional.of(Bytes.of(octets));
    }

    private static Optional<Bytes> parse6(String text) {
        String[] halves = text.split("::", -1);
        if (halves.length > 2) {
            return Optional.empty();
        }
        if (halves.length == 2 && halves[0].indexOf('.') >= 0) {
            return Optional.empty();
        }
        Optional<Bytes> head = groups(halves[0]);
        Optional<Bytes> tail = halves.length == 2 ? groups(halves[1]) : Optional.of(Bytes.EMPTY);
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int gap = 16 - head.get().length() - tail.get().length();
        if (halves.length == 2 ? gap < 2 : gap != 0) {
            return Optional.empty();
        }
        return Optional.of(Bytes.concat(head.get(), Bytes.zeros(gap), tail.get()));
    }

    private static Optional<Bytes> groups(String text) {
        List<Bytes> groups = new ArrayList<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<Bytes> four = parse4(parts[i]);
                if (four.isEmpty()) {
                    return Optional.empty();
                }
                groups.add(four.get());
            } else if (parts[i].matches("[0-9A-Fa-f]{1,4}")) {
                groups.add(Bytes.unsigned(Integer.parseInt(parts[i], 16), 2));
            } else {
                return Optional.empty();
            }
        }
        Bytes all = Bytes.concat(groups.toArray(Bytes[]::new));
        return all.length() > 16 ? Optional.empty() : Optional.of(all);
    }

    private static String format6(Bytes address) {
        if (address.slice(0, MAPPED.length()).equals(MAPPED)) {
            return "::ffff:" + format(address.from(MAPPED.length()));
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && address.number(2 * j, 2) == 0) {
                j++;
            }
            if (j - i > bestLength) {
                best = i;
                bestLength = j - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Long.toHexString(address.number(2 * i, 2)));
            }
        }
        return text.toString();
    }
}
