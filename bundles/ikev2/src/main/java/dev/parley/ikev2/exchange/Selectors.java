package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/** What a message says of a CHILD_SA, checked for shape. */
final class Selectors {
    private static final int ESP_SPI_OCTETS = 4;

    private Selectors() {}

    /** The traffic selectors of one side that we understand. */
    static List<TrafficSelector> of(IkeMessage message, Role side) throws Refusal {
        return message.ts(side)
                .orElseThrow(() ->
                        new Refusal(Blame.PEER_MISBEHAVED, (side == Role.INITIATOR ? "TSi" : "TSr") + " is missing"))
                .trafficSelectors();
    }

    /** The sender's SPI in an ESP proposal. */
    static Bytes spi(Proposal proposal) throws Refusal {
        if (proposal.spi().length() != ESP_SPI_OCTETS || proposal.spi().isZero()) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED, "an ESP proposal needs an SPI of 4 octets (RFC 7296 section 3.3.1)");
        }
        return proposal.spi();
    }
}
