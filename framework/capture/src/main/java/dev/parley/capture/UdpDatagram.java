package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;

/**
 * A UDP datagram (RFC 768).
 *
 * <pre>
 * +--------+--------+--------+--------+
 * |   Source Port   | Destination Port|
 * +--------+--------+--------+--------+
 * |     Length      |    Checksum     |
 * +--------+--------+--------+--------+
 * </pre>
 */
public record UdpDatagram(int sourcePort, int destinationPort, Bytes payload) {
    static final int HEADER_OCTETS = 8;

    /** The datagram that an IP packet of protocol 17 carries. Its checksum is not looked at: cards compute it after a capture. */
    public static UdpDatagram read(Bytes octets) throws WireException {
        WireReader in = new WireReader(octets);
        int source = in.u16("Source Port");
        int destination = in.u16("Destination Port");
        int length = in.u16("UDP Length");
        in.u16("Checksum");
        if (length < HEADER_OCTETS) {
            throw in.bad("UDP Length", length + " is shorter than its own header");
        }
        return new UdpDatagram(source, destination, in.bytes("UDP Length", length - HEADER_OCTETS));
    }
}
