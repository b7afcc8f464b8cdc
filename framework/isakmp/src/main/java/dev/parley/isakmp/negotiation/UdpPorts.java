package dev.parley.isakmp.negotiation;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The UDP ports that an RFC gives to a protocol.
 *
 * @param plain where it listens
 * @param encapsulated where four zero octets stand before each message (RFC 3948 section 2.2), if it goes through NATs at all
 */
public record UdpPorts(int plain, OptionalInt encapsulated) {
    /** One port. */
    public static UdpPorts of(int plain) {
        return new UdpPorts(plain, OptionalInt.empty());
    }

    /** A port, and one beside it for UDP-encapsulated messages. */
    public static UdpPorts of(int plain, int encapsulated) {
        return new UdpPorts(plain, OptionalInt.of(encapsulated));
    }

    /** All of them. */
    public Set<Integer> all() {
        Set<Integer> all = new HashSet<>(Set.of(plain));
        encapsulated.ifPresent(all::add);
        return all;
    }
}
