package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes UDP datagrams as a pcapng of one section and one interface of raw IP (draft-ietf-opsawg-pcapng). */
public final class PcapngWriter implements Closeable {
    /** What fits in an IPv4 packet beside its headers. */
    public static final int MAX_PAYLOAD_OCTETS = 65_535 - 20 - UdpDatagram.HEADER_OCTETS;

    private static final long SECTION_HEADER = 0x0a0d0d0a;
    private static final long BYTE_ORDER = 0x1a2b3c4d;
    private static final long INTERFACE = 1;
    private static final long ENHANCED_PACKET = 6;
    private static final long UNKNOWN_LENGTH = 0xffffffffL;
    private static final long END_OF_OPTIONS = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_APPLICATION = 4;
    private static final int OPTION_RESOLUTION = 9;
    private static final int NANOSECONDS = 9;
    /** Options have 16-bit lengths, and nobody reads more. */
    private static final int MAX_COMMENT_OCTETS = 8_192;

    private static final int HOPS = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;

    private final OutputStream out;

    /**
     * Writes the header.
     *
     * @param comment for whoever opens the file: what it is, how to see more
     */
    public PcapngWriter(OutputStream out, String comment) throws IOException {
        this.out = out;
        WireWriter section = new WireWriter()
                .u32(BYTE_ORDER)
                .u16(1)
                .u16(0)
                .u32(UNKNOWN_LENGTH)
                .u32(UNKNOWN_LENGTH);
        comment(section, comment);
        option(section, OPTION_APPLICATION, Bytes.utf8("Parley"));
        block(SECTION_HEADER, section.u32(END_OF_OPTIONS));
        WireWriter one = new WireWriter().u16(LinkType.RAW).u16(0).u32(0);
        option(one, OPTION_RESOLUTION, Bytes.of(NANOSECONDS));
        block(INTERFACE, one.u32(END_OF_OPTIONS));
    }

    /**
     * Writes a datagram.
     *
     * @param nanos since 1970 UTC
     * @param source 4 or 16 octets, as many as {@code destination}
     * @param comment shown beside the frame; empty for none
     */
    public void write(long nanos, Bytes source, Bytes destination, UdpDatagram datagram, String comment)
            throws IOException {
        if (datagram.payload().length() > MAX_PAYLOAD_OCTETS) {
            throw new IllegalArgumentException(
                    "no UDP datagram holds " + datagram.payload().length() + " octets");
        }
        Bytes packet = packet(source, destination, datagram);
        WireWriter frame = new WireWriter()
                .u32(0)
                .u32(nanos >>> 32)
                .u32(nanos & 0xffffffffL)
                .u32(packet.length())
                .u32(packet.length());
        padded(frame, packet);
        if (!comment.isEmpty()) {
            comment(frame, comment);
            frame.u32(END_OF_OPTIONS);
        }
        block(ENHANCED_PACKET, frame);
    }

    private static Bytes packet(Bytes source, Bytes destination, UdpDatagram datagram) {
        Bytes udp = udp(source, destination, datagram);
        WireWriter header = new WireWriter();
        if (source.length() == 4) {
            header.u16(0x4500).u16(20 + udp.length()).u16(0).u16(DO_NOT_FRAGMENT);
            header.u8(HOPS).u8(IpPacket.UDP).u16(0).bytes(source).bytes(destination);
            header.patchU16(10, checksum(header.toBytes()));
        } else {
            header.u32(0x60000000L).u16(udp.length()).u8(IpPacket.UDP).u8(HOPS);
            header.bytes(source).bytes(destination);
        }
        return header.bytes(udp).toBytes();
    }

    private static Bytes udp(Bytes source, Bytes destination, UdpDatagram datagram) {
        int length = UdpDatagram.HEADER_OCTETS + datagram.payload().length();
        Bytes whole = new WireWriter()
                .u16(datagram.sourcePort())
                .u16(datagram.destinationPort())
                .u16(length)
                .u16(0)
                .bytes(datagram.payload())
                .toBytes();
        WireWriter covered = new WireWriter()
                .bytes(source)
                .bytes(destination)
                .u16(IpPacket.UDP)
                .u16(length);
        int sum = checksum(covered.bytes(whole).toBytes());
        // 0 would mean that there is none
        return Bytes.concat(whole.slice(0, 6), Bytes.unsigned(sum == 0 ? 0xffff : sum, 2), whole.from(8));
    }

    /** RFC 1071. */
    private static int checksum(Bytes octets) {
        long sum = 0;
        for (int i = 0; i < octets.length(); i += 2) {
            sum += octets.at(i) << 8 | (i + 1 < octets.length() ? octets.at(i + 1) : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private static void comment(WireWriter to, String comment) {
        Bytes text = Bytes.utf8(comment);
        option(to, OPTION_COMMENT, text.slice(0, Math.min(text.length(), MAX_COMMENT_OCTETS)));
    }

    private static void option(WireWriter to, int code, Bytes value) {
        padded(to.u16(code).u16(value.length()), value);
    }

    private static void padded(WireWriter to, Bytes value) {
        to.bytes(value).bytes(Bytes.zeros(Math.floorMod(-value.length(), 4)));
    }

    private void block(long type, WireWriter body) throws IOException {
        long length = body.length() + 12;
        WireWriter block =
                new WireWriter().u32(type).u32(length).bytes(body.toBytes()).u32(length);
        out.write(block.toBytes().toArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
