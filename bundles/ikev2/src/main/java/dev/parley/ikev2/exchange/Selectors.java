package dev.parley.ikev2.exchange;

import dev.parley.ikev2.proposal.Choice;
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

    /** The peer's SPI in the ESP proposal that was chosen. */
    static Bytes spi(Choice choice) throws Refusal {
        Bytes spi = choice.theirs().spi();
        if (spi.length() != ESP_SPI_OCTETS || spi.isZero()) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED, "an ESP proposal needs an SPI of 4 octets (RFC 7296 section 3.3.1)");
        }
        return spi;
    }
}
