package dev.parley.ikev2.sa;

import dev.parley.ipsec.UdpEncapsulation;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;

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

    /** The ports that ESP to the peer travels between, if a NAT wants it in UDP (section 2.23). */
    public Optional<UdpEncapsulation> udpOut() {
        return translated() ? Optional.of(new UdpEncapsulation(local.port(), remote.port())) : Optional.empty();
    }

    /** The ports that ESP from the peer travels between. */
    public Optional<UdpEncapsulation> udpIn() {
        return translated() ? Optional.of(new UdpEncapsulation(remote.port(), local.port())) : Optional.empty();
    }

    public Datagram carry(Bytes octets) {
        return new Datagram(local, remote, octets);
    }

    /** The same NATs, other endpoints. */
    public IkePath through(Endpoint newLocal, Endpoint newRemote) {
        return new IkePath(newLocal, newRemote, weAreBehindNat, peerIsBehindNat);
    }
}
