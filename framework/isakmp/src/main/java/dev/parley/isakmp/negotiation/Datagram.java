package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.wire.Bytes;

/** Octets between two endpoints, without the marker that an encapsulated endpoint puts in front. */
public record Datagram(Endpoint local, Endpoint remote, Bytes octets) {
    /** What goes back the way this one came. */
    public Datagram reply(Bytes answer) {
        return new Datagram(local, remote, answer);
    }
}
