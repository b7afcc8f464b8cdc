package dev.parley.ikev2.sa;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/**
 * A CHILD_SA: a pair of SAs, one each way.
 *
 * @param name the child policy's name
 */
public record ChildSa(String name, IpsecSa inbound, IpsecSa outbound) {
    /** The SPI that names the pair in our own DELETE. */
    public Bytes inboundSpi() {
        return inbound.spi();
    }

    /** The SPI that the peer names the pair by. */
    public Bytes outboundSpi() {
        return outbound.spi();
    }

    /** Inbound first: it must be usable before the other is used (RFC 7296 section 2.8). */
    public List<Effect.Placed> placed() {
        return List.of(new Effect.Placed(inbound, true), new Effect.Placed(outbound, false));
    }

    /** The same pair on another path. */
    public ChildSa moved(IkePath path) {
        Bytes us = path.local().address();
        Bytes peer = path.remote().address();
        return new ChildSa(name, inbound.between(peer, us, path.udpIn()), outbound.between(us, peer, path.udpOut()));
    }

    /** Overwrites the keys of a pair that is not installed; those of one that is are the sinks'. */
    public void wipe() {
        for (IpsecSa simplex : List.of(inbound, outbound)) {
            simplex.encryptionKey().wipe();
            simplex.integrityKey().wipe();
        }
    }

    public List<SecurityAssociation> both() {
        return List.of(inbound, outbound);
    }
}
