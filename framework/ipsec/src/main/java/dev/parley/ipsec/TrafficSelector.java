package dev.parley.ipsec;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses and ports of one IP protocol (RFC 4301 section 4.4.1.1, RFC 7296 section 3.13.1).
 *
 * @param protocol IP protocol, 0 for any
 * @param startPort first port, 0 to 65535; 0 to 65535 for any, 65535 to 0 for opaque
 * @param start first address, 4 or 16 octets
 * @param end last address, as long as the first
 */
public record TrafficSelector(int protocol, int startPort, int endPort, Bytes start, Bytes end) {
    public static final int ANY_PROTOCOL = 0;
    public static final int MAX_PORT = 65535;
    private static final Pattern TEXT = Pattern.compile(
            "([0-9A-Fa-f.:]+)(?:/([0-9]{1,3})|-([0-9A-Fa-f.:]+))?(?:\\[([0-9]{1,3})(?:/([0-9]{1,5}))?\\])?");

    public TrafficSelector {
        if (start.length() != end.length() || start.length() != 4 && start.length() != 16) {
            throw new IllegalArgumentException("a selector's addresses have 4 or 16 octets");
        }
        if (protocol >>> 8 != 0 || startPort >>> 16 != 0 || endPort >>> 16 != 0) {
            throw new IllegalArgumentException("protocol " + protocol + " with ports " + startPort + " to " + endPort
                    + ": a protocol is 0 to 255, a port 0 to 65535");
        }
        start = start.compact();
        end = end.compact();
    }

    /**
     * {@code 10.0.0.0/8}, {@code 10.0.0.1-10.0.0.9}, {@code fd00::1}, each optionally followed by {@code [protocol]} or {@code
     * [protocol/port]} in numbers.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static TrafficSelector parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no selector; write 10.0.0.0/8, 10.0.0.1-10.0.0.9 or fd00::/8");
        }
        Bytes address = address(parts.group(1));
        Bytes start = address;
        Bytes end = address;
        if (parts.group(2) != null) {
            int prefix = Integer.parseInt(parts.group(2));
            if (prefix > 8 * address.length()) {
                throw new IllegalArgumentException("'" + text + "': a prefix of " + prefix + " bits is too long");
            }
            start = bound(address, prefix, 0);
            end = bound(address, prefix, 0xff);
        } else if (parts.group(3) != null) {
            end = address(parts.group(3));
            if (end.length() != start.length()) {
                throw new IllegalArgumentException("'" + text + "': a range has two IPv4 or two IPv6 addresses");
            }
            if (start.compareTo(end) > 0) {
                throw new IllegalArgumentException("'" + text + "': the range ends before it starts");
            }
        }
        int protocol = parts.group(4) == null ? ANY_PROTOCOL : Integer.parseInt(parts.group(4));
        int port = parts.group(5) == null ? -1 : Integer.parseInt(parts.group(5));
        if (protocol > 255 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "': a protocol is at most 255, a port at most 65535");
        }
        return new TrafficSelector(protocol, Math.max(port, 0), port < 0 ? MAX_PORT : port, start, end);
    }

    /** What both cover, {@code other} itself if that is all of it; empty if nothing. */
    public Optional<TrafficSelector> intersect(TrafficSelector other) {
        if (start.length() != other.start.length()
                || protocol != ANY_PROTOCOL && other.protocol != ANY_PROTOCOL && protocol != other.protocol) {
            return Optional.empty();
        }
        Bytes from = start.compareTo(other.start) >= 0 ? start : other.start;
        Bytes to = end.compareTo(other.end) <= 0 ? end : other.end;
        int fromPort = Math.max(startPort, other.startPort);
        int toPort = Math.min(endPort, other.endPort);
        boolean opaque = opaque() && (other.opaque() || other.anyPort()) || other.opaque() && anyPort();
        if (from.compareTo(to) > 0 || fromPort > toPort && !opaque) {
            return Optional.empty();
        }
        TrafficSelector both = new TrafficSelector(Math.max(protocol, other.protocol), fromPort, toPort, from, to);
        return Optional.of(both.equals(other) ? other : both);
    }

    /** Whether it is for packets whose ports cannot be seen (RFC 4301 section 4.4.1.1). */
    private boolean opaque() {
        return startPort == MAX_PORT && endPort == 0;
    }

    /** Any port, which encompasses opaque (RFC 4301 section 4.4.1.1). */
    private boolean anyPort() {
        return startPort == 0 && endPort == MAX_PORT;
    }

    /** Whether everything that {@code other} covers is covered here too. */
    public boolean covers(TrafficSelector other) {
        return intersect(other).map(other::equals).orElse(false);
    }

    /** Its only address; empty if it has several. */
    public Optional<Bytes> host() {
        return start.equals(end) ? Optional.of(start) : Optional.empty();
    }

    /** The same protocol and ports of one address. */
    public TrafficSelector of(Bytes address) {
        return new TrafficSelector(protocol, startPort, endPort, address, address);
    }

    /** What of {@code selectors} is of one address. */
    public static List<TrafficSelector> at(List<TrafficSelector> selectors, Bytes address) {
        return selectors.stream()
                .flatMap(each -> each.intersect(each.of(address)).stream())
                .distinct()
                .toList();
    }

    /** The address that all of {@code selectors} have; empty if there are several. */
    public static Optional<Bytes> host(List<TrafficSelector> selectors) {
        return selectors.stream()
                .findFirst()
                .flatMap(TrafficSelector::host)
                .filter(address ->
                        selectors.stream().allMatch(each -> each.host().equals(Optional.of(address))));
    }

    @Override
    public String toString() {
        String ports = anyPort()
                ? (protocol == ANY_PROTOCOL ? "" : "[" + protocol + "]")
                : "[" + protocol + "/" + (startPort == endPort ? "" + startPort : startPort + "-" + endPort) + "]";
        for (int prefix = 0; prefix <= 8 * start.length(); prefix++) {
            if (bound(start, prefix, 0).equals(start)
                    && bound(start, prefix, 0xff).equals(end)) {
                return IpAddress.format(start) + "/" + prefix + ports;
            }
        }
        return IpAddress.format(start) + "-" + IpAddress.format(end) + ports;
    }

    private static Bytes address(String text) {
        return IpAddress.parse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address"));
    }

    private static Bytes bound(Bytes address, int prefix, int fill) {
        int[] octets = new int[address.length()];
        for (int i = 0; i < octets.length; i++) {
            int mask = 0xff00 >> Math.max(0, Math.min(8, prefix - 8 * i)) & 0xff;
            octets[i] = address.at(i) & mask | fill & ~mask & 0xff;
        }
        return Bytes.of(octets);
    }
}
