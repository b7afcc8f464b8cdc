package dev.parley.kink.peer;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/** Between which two endpoints a transaction travels. */
public record KinkPath(Endpoint local, Endpoint remote) {
    public static KinkPath of(Datagram received) {
        return new KinkPath(received.local(), received.remote());
    }

    Datagram carry(Bytes octets) {
        return new Datagram(local, remote, octets);
    }
}
