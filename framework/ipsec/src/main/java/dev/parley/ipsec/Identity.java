package dev.parley.ipsec;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who a peer says it is (RFC 7296 section 3.5, RFC 4301 section 4.4.3.1).
 *
 * @param kind {@code fqdn}, {@code rfc822}, {@code ipv4}, {@code ipv6}, {@code dn} or {@code key-id}; open, protocols map it to
 *     their numbers
 * @param value the octets on the wire
 */
public record Identity(String kind, Bytes value) {
    public static final String FQDN = "fqdn";
    public static final String RFC822 = "rfc822";
    public static final String IPV4 = "ipv4";
    public static final String IPV6 = "ipv6";
    public static final String DN = "dn";
    public static final String KEY_ID = "key-id";
    private static final String KEY_ID_PREFIX = KEY_ID + ":";
    private static final Pattern MAILBOX = Pattern.compile("[^@]+@[^@]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x([0-9a-fA-F]{2})+");

    /**
     * An address literal; {@code key-id:} and hexadecimal digits or text; {@code user@host}; a distinguished name, {@code C=DE,
     * O=Example, CN=gateway}, in the order of its encoding; or else a fully-qualified domain name.
     *
     * @throws IllegalArgumentException saying what is wrong with a distinguished name
     */
    public static Identity parse(String text) {
        if (text.startsWith(KEY_ID_PREFIX)) {
            String value = text.substring(KEY_ID_PREFIX.length());
            return new Identity(
                    KEY_ID, HEXADECIMAL.matcher(value).matches() ? Bytes.hex(value.substring(2)) : Bytes.utf8(value));
        }
        if (text.contains("=")) {
            return new Identity(DN, DistinguishedName.encode(text));
        }
        if (MAILBOX.matcher(text).matches()) {
            return new Identity(RFC822, Bytes.utf8(text));
        }
        Optional<Bytes> address = IpAddress.parse(text);
        return address.map(octets -> new Identity(octets.length() == 4 ? IPV4 : IPV6, octets))
                .orElseGet(() -> new Identity(FQDN, Bytes.utf8(text)));
    }

    /**
     * Whether a policy that names one means the other: names of hosts and mailboxes without regard to case (RFC 4945 sections 3.1.2
     * and 3.1.3); distinguished names value by value, whatever types of strings they are encoded in, since implementations differ
     * in that for the same text; everything else octet by octet. Whether an identity is a certificate's is a question for {@code
     * equals}: that comparison has to be bitwise (section 3.1.5).
     */
    public boolean matches(Identity other) {
        return canonical().equals(other.canonical());
    }

    /** The same for all identities that match. */
    public Identity canonical() {
        return switch (kind) {
            case FQDN, RFC822 -> new Identity(kind, lowerCase(value));
            case DN -> new Identity(kind, DistinguishedName.canonical(value));
            default -> this;
        };
    }

    /** What to write for it; with its kind in front if that would mean somebody else. */
    @Override
    public String toString() {
        return switch (kind) {
            case FQDN, RFC822 -> unambiguous(value.printable());
            case DN -> DistinguishedName.text(value).orElse(DN + ":0x" + value);
            case IPV4, IPV6 -> IpAddress.format(value);
            case KEY_ID -> KEY_ID_PREFIX + "0x" + value;
            default -> kind + ":" + (isText(value) ? value.printable() : value.toString());
        };
    }

    /** Whether a kind that is not known here is one of names. */
    private static boolean isText(Bytes octets) {
        return !octets.isEmpty()
                && octets.printable().matches("[!-~ ]+")
                && Bytes.utf8(octets.printable()).equals(octets);
    }

    private String unambiguous(String text) {
        boolean plain = !text.contains("=") && parse(text).equals(this);
        return plain ? text : kind + ":" + text;
    }

    /** Of ASCII letters alone: other names travel in their ASCII form (RFC 4945 section 3.1.2). */
    private static Bytes lowerCase(Bytes name) {
        int[] octets = new int[name.length()];
        for (int i = 0; i < octets.length; i++) {
            int octet = name.at(i);
            octets[i] = octet >= 'A' && octet <= 'Z' ? octet - 'A' + 'a' : octet;
        }
        return Bytes.of(octets);
    }
}
