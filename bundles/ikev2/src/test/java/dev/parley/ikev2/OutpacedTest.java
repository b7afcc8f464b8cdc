package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Errand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer that acts while we still prepare a request of ours, or before its answer has reached us (RFC 7296 sections 2.8 and 2.25). */
class OutpacedTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    /** Longer than a closed IKE SA lingers. */
    private static final long LINGERING = 20_000;

    private static Puppet puppet(long seed) {
        Puppet puppet = Puppet.initiator(seed).connected();
        puppet.heard();
        return puppet;
    }

    private static Errand rekeys(Puppet puppet) {
        return puppet.site.command(Verb.REKEY, "to-a");
    }

    private static Bytes deleteIke(Puppet puppet, long id) {
        return puppet.sealed(INFORMATIONAL, 0, id, new DeletePayload(ProtocolId.IKE, List.of()));
    }

    private static List<Puppet.Heard> requests(Puppet puppet) {
        return puppet.heard().stream().filter(each -> !each.response()).toList();
    }

    /** Section 1.4.1: nothing is asked of an IKE SA whose deletion we have answered. */
    @Test
    void nothing_is_asked_of_an_ike_sa_that_the_peer_has_deleted_meanwhile() {
        Puppet puppet = puppet(1);
        Errand rekeying = rekeys(puppet);
        puppet.put(deleteIke(puppet, 2));
        puppet.world.run(LINGERING);
        assertThat(requests(puppet)).isEmpty();
        assertThat(rekeying.failure()).isPresent();
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.8.2: who has not asked yet has nothing to compare; the peer's new IKE SA stays. */
    @Test
    void an_ike_sa_that_the_peer_has_replaced_meanwhile_is_not_replaced_again() {
        Puppet puppet = puppet(2);
        puppet.put(puppet.sealed(CREATE_CHILD_SA, 0, 2, CollisionsTest.rekeyIke(puppet)));
        Errand rekeying = rekeys(puppet);
        puppet.world.run(LINGERING);
        assertThat(requests(puppet)).isEmpty();
        assertThat(rekeying.settled()).isTrue();
        puppet.deliver(deleteIke(puppet, 3));
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    /** Section 2.8.1: the same of a child that has a key exchange of its own, whichever end is faster. */
    @Test
    void a_child_that_the_peer_has_replaced_meanwhile_is_not_replaced_again() throws Exception {
        int outpaced = 0;
        for (int seed = 1; seed < 40; seed++) {
            Puppet puppet = CreateChildAnswersTest.puppet(seed);
            Bytes spi = Bytes.hex("0a0b0c0e");
            Puppet.Heard made = CreateChildAnswersTest.creates(puppet);
            puppet.deliver(puppet.sealed(
                    CREATE_CHILD_SA,
                    IkeFlags.RESPONSE,
                    made.header().messageId(),
                    CreateChildAnswersTest.accept(puppet, made, spi)));
            puppet.put(puppet.sealed(CREATE_CHILD_SA, 0, 2, replacing(puppet, made, spi)));
            Errand rekeying = puppet.site.command(Verb.REKEY, "to-a", CreateChildAnswersTest.OTHER);
            puppet.world.run(100);
            List<Puppet.Heard> heard = puppet.heard();
            if (heard.get(0).response()) {
                outpaced++;
                assertThat(heard).as("seed %d", seed).hasSize(1);
                assertThat(rekeying.succeeded()).isTrue();
                assertThat(puppet.site.sad().entries()).hasSize(6);
            }
        }
        assertThat(outpaced).isPositive();
    }

    private static List<Payload> replacing(Puppet puppet, Puppet.Heard like, Bytes old) {
        Proposal proposal = like.first(SaPayload.class).proposals().get(0);
        List<Payload> payloads = new ArrayList<>(List.of(
                new NotifyPayload(ProtocolId.ESP, old, NotifyType.REKEY_SA, Bytes.EMPTY),
                new SaPayload(List.of(new Proposal(1, ProtocolId.ESP, Bytes.hex("0a0b0c0f"), proposal.transforms()))),
                new NoncePayload(puppet.random.bytes(32)),
                puppet.hello()[1]));
        payloads.add(
                TsPayload.of(Role.INITIATOR, like.all(TsPayload.class).get(1).trafficSelectors()));
        payloads.add(
                TsPayload.of(Role.RESPONDER, like.all(TsPayload.class).get(0).trafficSelectors()));
        return payloads;
    }

    /**
     * Section 2.8.2: the peer has answered our request, its answer is lost, and it deletes the old IKE SA. Without that answer we do not
     * know which new IKE SA is ours to delete, so it is asked for until the old one is forgotten.
     */
    @Test
    void an_answer_that_the_peer_gave_before_it_deleted_the_old_ike_sa_is_asked_for_again() throws Exception {
        Puppet puppet = puppet(3);
        rekeys(puppet);
        puppet.world.run(100);
        Puppet.Heard ours = puppet.one(puppet.heard());
        puppet.deliver(puppet.sealed(CREATE_CHILD_SA, 0, 2, CollisionsTest.rekeyIke(puppet)));
        puppet.deliver(deleteIke(puppet, 3));
        puppet.heard();
        puppet.world.run(2_000);
        List<Puppet.Heard> again = requests(puppet);
        assertThat(again)
                .isNotEmpty()
                .allMatch(
                        each -> each.captured().octets().equals(ours.captured().octets()));
        Bytes theirs = puppet.random.bytes(IsakmpHeader.COOKIE_OCTETS);
        puppet.put(puppet.sealed(
                CREATE_CHILD_SA,
                IkeFlags.RESPONSE,
                ours.header().messageId(),
                CreateChildAnswersTest.accept(puppet, ours, theirs)));
        puppet.world.run(100);
        Bytes spis = Bytes.concat(ours.first(SaPayload.class).proposals().get(0).spi(), theirs);
        assertThat(puppet.world.capture())
                .as("the deletion of what we made")
                .anyMatch(sent -> sent.octets().slice(0, spis.length()).equals(spis));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }
}
