package dev.parley.ikev1.sa;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/**
 * Where messages go, and what stands between (RFC 3947 sections 3.2 and 4).
 *
 * @param weAreBehindNat whether somebody rewrites our address
 * @param peerIsBehindNat whether somebody rewrites the peer's
 */
public record Ikev1Path(Endpoint local, Endpoint remote, boolean weAreBehindNat, boolean peerIsBehindNat) {
    public static Ikev1Path between(Endpoint local, Endpoint remote) {
        return new Ikev1Path(local, remote, false, false);
    }

    public boolean translated() {
        return weAreBehindNat || peerIsBehindNat;
    }

    public Datagram carry(Bytes octets) {
        return new Datagram(local, remote, octets);
    }

    /** The same NATs, other endpoints. */
    public Ikev1Path through(Endpoint newLocal, Endpoint newRemote) {
        return new Ikev1Path(newLocal, newRemote, weAreBehindNat, peerIsBehindNat);
    }
}
