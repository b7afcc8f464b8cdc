package dev.parley.simulator;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/**
 * A datagram that the network saw, between NATs if there are any.
 *
 * @param index its place in the capture, from 0; {@link World#replay} takes it
 * @param time milliseconds since the world began
 * @param octets as they travel, without the marker of RFC 3948 section 2.2, which {@code from} tells of
 */
public record Captured(int index, long time, Endpoint from, Endpoint to, Bytes octets, Origin origin, Fate fate) {
    /** Where a datagram came from. */
    public enum Origin {
        /** A site sent it. */
        SENT,
        /** A site sent it; the network changed its octets. */
        CORRUPTED,
        /** The network made it twice. */
        COPY,
        /** An attacker made it. */
        FORGED,
        /** {@link World#replay} played it again. */
        REPLAYED
    }

    /** What became of it. */
    public enum Fate {
        IN_FLIGHT,
        ARRIVED,
        LOST,
        /** Nobody listened there, or no NAT knew whom it was for. */
        NOBODY
    }

    Captured became(Fate what) {
        return new Captured(index, time, from, to, octets, origin, what);
    }
}
