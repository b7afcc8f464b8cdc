package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;

/**
 * One end of a path.
 *
 * @param address 4 or 16 octets
 * @param port UDP port, 1 to 65535
 * @param encapsulated whether four zero octets stand before each message there (RFC 3948 section 2.2); the transport adds and
 *     removes them
 */
public record Endpoint(Bytes address, int port, boolean encapsulated) {
    @Override
    public String toString() {
        String text = IpAddress.format(address);
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }
}
