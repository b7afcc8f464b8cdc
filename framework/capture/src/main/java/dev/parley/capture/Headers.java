package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.Optional;

/** What stands in front of an IP packet in a frame, and its own headers. */
public final class Headers {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;
    /** IEEE 802.1ad allows two; a capture with more would be an attack on its reader. */
    private static final int MAX_TAGS = 4;

    private static final int MACS_OCTETS = 12;
    private static final int SLL_TO_PROTOCOL_OCTETS = 14;
    private static final int SLL2_AFTER_PROTOCOL_OCTETS = 18;
    private static final int FAMILY_OCTETS = 4;

    private static final int IPV4_HEADER_OCTETS = 20;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int FRAGMENT_RESERVED = 6;
    private static final int FRAGMENT_IDENTIFICATION_OCTETS = 4;
    private static final int DESTINATION_OPTIONS = 60;
    /** RFC 8200 section 4.1: each at most once, but for destination options. */
    private static final int MAX_EXTENSION_HEADERS = 8;

    private Headers() {}

    /**
     * The IP packet in {@code frame}; empty if it carries something else.
     *
     * @throws WireException headers that are no headers, and fragments
     */
    public static Optional<IpPacket> ip(Frame frame) throws WireException {
        WireReader in = new WireReader(frame.octets());
        return switch (frame.linkType()) {
            case LinkType.ETHERNET -> ethernet(in);
            case LinkType.LINUX_SLL -> {
                in.bytes("Linux cooked header", SLL_TO_PROTOCOL_OCTETS);
                yield byEthertype(in, in.u16("Protocol Type"));
            }
            case LinkType.LINUX_SLL2 -> {
                int protocol = in.u16("Protocol Type");
                in.bytes("Linux cooked header", SLL2_AFTER_PROTOCOL_OCTETS);
                yield byEthertype(in, protocol);
            }
            case LinkType.NULL, LinkType.LOOP -> {
                in.bytes("Address Family", FAMILY_OCTETS);
                yield byVersion(in);
            }
            case LinkType.RAW, LinkType.IPV4, LinkType.IPV6 -> byVersion(in);
            default -> Optional.empty();
        };
    }

    private static Optional<IpPacket> ethernet(WireReader in) throws WireException {
        in.bytes("MAC addresses", MACS_OCTETS);
        int type = in.u16("EtherType");
        for (int tags = 0; type == ETHERTYPE_VLAN || type == ETHERTYPE_SERVICE_VLAN; tags++) {
            if (tags == MAX_TAGS) {
                throw in.bad("VLAN tag", "more than " + MAX_TAGS);
            }
            in.u16("VLAN tag");
            type = in.u16("EtherType");
        }
        return byEthertype(in, type);
    }

    private static Optional<IpPacket> byEthertype(WireReader in, int type) throws WireException {
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? byVersion(in) : Optional.empty();
    }

    private static Optional<IpPacket> byVersion(WireReader in) throws WireException {
        int first = in.u8("Version");
        return switch (first >>> 4) {
            case 4 -> Optional.of(ipv4(first & 15, in));
            case 6 -> Optional.of(ipv6(in));
            default -> Optional.empty();
        };
    }

    private static IpPacket ipv4(int words, WireReader in) throws WireException {
        in.u8("Type of Service");
        int total = in.u16("Total Length");
        in.u16("Identification");
        int fragment = in.u16("Fragment Offset");
        in.u8("Time to Live");
        int protocol = in.u8("Protocol");
        in.u16("Header Checksum");
        Bytes source = in.bytes("Source Address", 4);
        Bytes destination = in.bytes("Destination Address", 4);
        int header = 4 * words;
        // cards that cut packets up themselves are handed ones that are longer than the field can say
        int length = total == 0 ? IPV4_HEADER_OCTETS + in.remaining() : total;
        if (header < IPV4_HEADER_OCTETS || length < header) {
            throw in.bad("IHL", "a header of " + header + " octets in a packet of " + length);
        }
        in.bytes("Options", header - IPV4_HEADER_OCTETS);
        if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0) {
            throw fragment(in, "IPv4");
        }
        return new IpPacket(source, destination, protocol, in.bytes("Total Length", length - header));
    }

    private static IpPacket ipv6(WireReader in) throws WireException {
        in.bytes("Traffic Class", 3);
        int length = in.u16("Payload Length");
        int next = in.u8("Next Header");
        in.u8("Hop Limit");
        Bytes source = in.bytes("Source Address", 16);
        Bytes destination = in.bytes("Destination Address", 16);
        WireReader payload = in.sub("Payload Length", length == 0 ? in.remaining() : length);
        for (int headers = 0; extension(next); headers++) {
            if (headers == MAX_EXTENSION_HEADERS) {
                throw payload.bad("Next Header", "more than " + MAX_EXTENSION_HEADERS + " extension headers");
            }
            int after = payload.u8("Next Header");
            int octets = 8 * payload.u8("Hdr Ext Len") + 6;
            if (next == FRAGMENT) {
                // one without others is whole (RFC 6946)
                if ((payload.u16("Fragment Offset") & ~FRAGMENT_RESERVED) != 0) {
                    throw fragment(payload, "IPv6");
                }
                octets = FRAGMENT_IDENTIFICATION_OCTETS;
            }
            payload.bytes("Hdr Ext Len", octets);
            next = after;
        }
        return new IpPacket(source, destination, next, payload.rest());
    }

    private static boolean extension(int next) {
        return next == HOP_BY_HOP || next == ROUTING || next == FRAGMENT || next == DESTINATION_OPTIONS;
    }

    private static WireException fragment(WireReader in, String version) {
        return in.bad("Fragment Offset", "an " + version + " fragment, and fragments are not put together here");
    }
}
