package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A peer, or a mirror, that uses what is ours: our SPI, nonce, public value or identity (RFC 7296 sections 2.6, 2.10, 2.14, 2.15). */
class OwnValuesTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    /** Section 2.10: nonces are random. */
    @Test
    void an_answer_with_our_own_nonce_is_not_followed_and_the_real_one_still_wins() {
        Puppet puppet = Puppet.responder(1);
        Puppet.Heard request = puppet.called();
        Bytes real = puppet.answer(request);
        assertThat(puppet.deliver(puppet.clear(
                        SA_INIT,
                        IkeFlags.RESPONSE,
                        0,
                        new SaPayload(List.of(
                                request.first(SaPayload.class).proposals().get(0))),
                        new KePayload(puppet.group(), puppet.random.bytes(32)),
                        request.first(NoncePayload.class))))
                .isEmpty();
        believed(puppet, real);
    }

    /** Section 2.14: whoever sends our own public value back does not know the secret, and proves nothing. */
    @Test
    void our_own_public_value_as_the_peers_authenticates_nobody_and_the_real_answer_still_wins() {
        Puppet puppet = Puppet.responder(2);
        Puppet.Heard request = puppet.called();
        Bytes real = puppet.answer(request);
        Bytes spi = puppet.spiR;
        puppet.spiR = puppet.random.bytes(8);
        puppet.put(puppet.clear(
                SA_INIT,
                IkeFlags.RESPONSE,
                0,
                new SaPayload(List.of(request.first(SaPayload.class).proposals().get(0))),
                request.first(KePayload.class),
                new NoncePayload(puppet.random.bytes(32))));
        puppet.spiR = spi;
        puppet.world.run(20);
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.skip();
        believed(puppet, real);
    }

    private static void believed(Puppet puppet, Bytes real) {
        assertThat(puppet.deliver(real)).hasSize(1);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.10: in a later exchange the peer is authenticated; the child that it would make is deleted, and no other. */
    @Test
    void our_own_nonce_in_the_answer_for_a_child_makes_none() {
        Puppet puppet = Puppet.initiator(3).connected();
        puppet.heard();
        puppet.site.command(Verb.REKEY, "to-a", "net");
        puppet.world.run(100);
        Puppet.Heard request = puppet.one(puppet.heard());
        Puppet.Heard delete = puppet.one(puppet.deliver(puppet.sealed(
                ExchangeType.CREATE_CHILD_SA,
                IkeFlags.RESPONSE,
                0,
                new SaPayload(List.of(CollisionsTest.chosen(request, Bytes.hex("0a0b0c0e")))),
                request.first(NoncePayload.class),
                request.all(TsPayload.class).get(0),
                request.all(TsPayload.class).get(1))));
        assertThat(delete.first(DeletePayload.class).protocol()).isEqualTo(ProtocolId.ESP);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
    }

    @Test
    void our_own_nonce_in_the_answer_for_a_new_ike_sa_ends_the_old_one() {
        Puppet puppet = Puppet.initiator(4).connected();
        puppet.heard();
        puppet.site.command(Verb.REKEY, "to-a");
        puppet.world.run(100);
        Puppet.Heard request = puppet.one(puppet.heard());
        Puppet.Heard delete = puppet.one(puppet.deliver(puppet.sealed(
                ExchangeType.CREATE_CHILD_SA,
                IkeFlags.RESPONSE,
                0,
                new SaPayload(List.of(CollisionsTest.chosen(request, puppet.random.bytes(8)))),
                request.first(NoncePayload.class),
                List.of(puppet.hello()).get(1))));
        ended(puppet, delete);
    }

    private static void ended(Puppet puppet, Puppet.Heard delete) {
        assertThat(delete.payloads()).containsExactly(new DeletePayload(ProtocolId.IKE, List.of()));
        puppet.deliver(
                puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, delete.header().messageId()));
        puppet.world.run(60_000);
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
        assertThat(puppet.forgotten()).isTrue();
    }

    /** RFC 4303 section 2.1: an SPI belongs to its destination: the peer may choose the same as we do. */
    @Test
    void our_own_esp_spi_as_the_peers_makes_a_child_like_any_other() {
        Puppet puppet = Puppet.responder(5);
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.answer(puppet.called())));
        puppet.espSpi = auth.first(SaPayload.class).proposals().get(0).spi();
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().ipsec()).hasSize(2);
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::spi).distinct())
                .hasSize(1);
        puppet.heard();
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 0, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi))));
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** Section 2.6: the SPI of a new IKE SA is the peer's to choose, even if one of ours is the same. */
    @Test
    void our_own_spi_as_the_peers_for_a_new_ike_sa_confuses_nobody() {
        Puppet puppet = Puppet.initiator(6).connected();
        puppet.heard();
        List<Payload> rekey = new ArrayList<>(CollisionsTest.rekeyIke(puppet));
        rekey.set(0, new SaPayload(puppet.offer.proposals(ProtocolId.IKE, puppet.spiR)));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 2, rekey)));
        assertThat(answer.all(SaPayload.class)).hasSize(1);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3)))
                .as("the old one")
                .hasSize(1);
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 4, new DeletePayload(ProtocolId.IKE, List.of())));
        assertThat(puppet.site.sad().entries()).as("its child is the new one's").hasSize(2);
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    /** Section 2.15: who calls itself by our name is not the peer of any policy, whatever it proves. */
    @Test
    void an_initiator_with_our_own_identity_is_refused() {
        Puppet puppet = Puppet.initiator(7);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(0, IdPayload.of(Role.INITIATOR, puppet.policy.remote().identity()));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth)))
                        .notifies())
                .containsExactly(NotifyType.AUTHENTICATION_FAILED);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void a_responder_with_our_own_identity_is_told_that_it_is_not_believed() {
        Puppet puppet = Puppet.responder(8);
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(0, IdPayload.of(Role.RESPONDER, puppet.policy.remote().identity()));
        puppet.heard();
        assertThat(puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth)))
                        .notifies())
                .containsExactly(NotifyType.AUTHENTICATION_FAILED);
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
    }

    /** A gateway does not answer its own first message: it would talk to itself. */
    @Test
    void our_own_first_message_sent_back_to_us_begins_nothing() {
        Puppet puppet = Puppet.responder(9);
        Puppet.Heard request = puppet.called();
        assertThat(puppet.deliver(request.captured().octets())).isEmpty();
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
        believed(puppet, puppet.answer(request));
        assertThat(Optional.of(puppet.site.gateway().lanes())).contains(1);
    }
}
