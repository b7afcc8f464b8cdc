package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;

/**
 * An IPv4 or IPv6 packet without its headers (RFC 791 section 3.1, RFC 8200 sections 3 and 4).
 *
 * @param source 4 or 16 octets
 * @param protocol what {@code payload} is, by the numbers of IANA
 */
public record IpPacket(Bytes source, Bytes destination, int protocol, Bytes payload) {
    public static final int UDP = 17;
    public static final int ESP = 50;
    public static final int AH = 51;
}
