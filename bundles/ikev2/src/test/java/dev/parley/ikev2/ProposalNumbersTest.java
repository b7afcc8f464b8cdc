package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each proposal has an SPI of its own, whatever its number is (RFC 7296 section 3.3.1). */
class ProposalNumbersTest {
    private static final int DES = 2;

    @Test
    void of_two_proposals_with_one_number_the_chosen_ones_spi_is_used() {
        Puppet puppet = Puppet.initiator(1).connected();
        puppet.heard();
        Bytes right = Bytes.hex("0a0b0c0e");
        List<Payload> create = CollisionsTest.create(puppet, Optional.empty(), right);
        create.replaceAll(each -> each instanceof SaPayload sa ? besideHopeless(sa, Bytes.hex("0a0b0cff")) : each);
        puppet.one(puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 2, create)));
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::spi)).contains(right);
    }

    private static SaPayload besideHopeless(SaPayload good, Bytes wrong) {
        Proposal proposal = good.proposals().get(0);
        return new SaPayload(List.of(
                new Proposal(
                        proposal.number(),
                        ProtocolId.ESP,
                        wrong,
                        List.of(Transform.of(TransformType.ENCR, DES), Transform.of(TransformType.SN, 0))),
                proposal));
    }
}
