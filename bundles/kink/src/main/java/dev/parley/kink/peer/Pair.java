package dev.parley.kink.peer;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;

/**
 * A pair of SAs, one each way. KINK has no half-open ones (RFC 4430 section 3.3), but there are moments.
 *
 * @param creator our role in the CREATE; the initiator rekeys (section 3.6)
 * @param epoch of the peer when it was made: with another the peer has it no more (section 3.7)
 */
public record Pair(Role creator, Stage stage, IpsecSa inbound, IpsecSa outbound, Optional<Long> epoch) {
    /** How far it is. */
    public enum Stage {
        /** The responder awaits the ACK: only the inbound SA is installed. */
        AWAITING_ACK,
        UP,
        /** A DELETE is on its way or just behind: only the inbound SA is left. */
        CLOSING
    }

    public Pair at(Stage now) {
        return new Pair(creator, now, inbound, outbound, epoch);
    }

    public String connection() {
        return inbound.connection();
    }

    public String child() {
        return inbound.child();
    }

    /** Names the pair in our own DELETE, and among the peer's pairs. */
    public Bytes inboundSpi() {
        return inbound.spi();
    }
}
