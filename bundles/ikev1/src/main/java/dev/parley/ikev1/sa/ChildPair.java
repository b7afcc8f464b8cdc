package dev.parley.ikev1.sa;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/**
 * Two SAs that a Quick Mode has made, one each way.
 *
 * @param us our role in that Quick Mode
 */
public record ChildPair(Role us, IpsecSa inbound, IpsecSa outbound) {
    /** The policy's name for it. */
    public String name() {
        return inbound.child();
    }

    /** Its name among the pairs of the ISAKMP SA. */
    public Bytes inboundSpi() {
        return inbound.spi();
    }

    public List<IpsecSa> both() {
        return List.of(inbound, outbound);
    }
}
