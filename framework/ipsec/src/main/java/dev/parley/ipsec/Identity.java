package dev.parley.ipsec;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.Optional;

/**
 * Who a peer says it is (RFC 7296 section 3.5, RFC 4301 section 4.4.3.1).
 *
 * @param kind {@code fqdn}, {@code ipv4}, {@code ipv6} or {@code key-id}; open, protocols map it to their numbers
 * @param value the octets on the wire
 */
public record Identity(String kind, Bytes value) {
    public static final String FQDN = "fqdn";
    public static final String IPV4 = "ipv4";
    public static final String IPV6 = "ipv6";
    public static final String KEY_ID = "key-id";
    private static final String KEY_ID_PREFIX = KEY_ID + ":";

    /** An address literal, {@code key-id:} and hexadecimal digits or text, or else a fully-qualified domain name. */
    public static Identity parse(String text) {
        if (text.startsWith(KEY_ID_PREFIX)) {
            String value = text.substring(KEY_ID_PREFIX.length());
            return new Identity(
                    KEY_ID, value.matches("0x([0-9a-fA-F]{2})+") ? Bytes.hex(value.substring(2)) : Bytes.utf8(value));
        }
        Optional<Bytes> address = IpAddress.parse(text);
        return address.map(octets -> new Identity(octets.length() == 4 ? IPV4 : IPV6, octets))
                .orElseGet(() -> new Identity(FQDN, Bytes.utf8(text)));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FQDN -> value.printable();
            case IPV4, IPV6 -> IpAddress.format(value);
            case KEY_ID -> KEY_ID_PREFIX + "0x" + value;
            default -> kind + ":" + value;
        };
    }
}
