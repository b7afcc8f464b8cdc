package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/**
 * Where an IKE SA's messages go, and what stands between (RFC 7296 section 2.23).
 *
 * @param weAreBehindNat whether somebody rewrites our address
 * @param peerIsBehindNat whether somebody rewrites the peer's
 */
public record IkePath(Endpoint local, Endpoint remote, boolean weAreBehindNat, boolean peerIsBehindNat) {
    public static IkePath between(Endpoint local, Endpoint remote) {
        return new IkePath(local, remote, false, false);
    }

    public boolean translated() {
        return weAreBehindNat || peerIsBehindNat;
    }

    public Datagram carry(Bytes octets) {
        return new Datagram(local, remote, octets);
    }

    /** The same NATs, other endpoints. */
    public IkePath through(Endpoint newLocal, Endpoint newRemote) {
        return new IkePath(newLocal, newRemote, weAreBehindNat, peerIsBehindNat);
    }
}
