package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Errand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a gateway answers, and does, when exchanges cross: against a peer whose every octet is the test's (RFC 7296 section 2.25). */
class CollisionsTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final Bytes NEW_SPI = Bytes.hex("0a0b0c0e");
    private static final String NET = "net";
    /** Longer than anybody waits for an answer to IKE_SA_INIT. */
    private static final long HANDSHAKE = 40_000;
    /** Longer than any retry waits. */
    private static final long RETRIES = 300_000;

    private static Puppet puppet(long seed) {
        Puppet puppet = Puppet.initiator(seed).connected();
        puppet.heard();
        return puppet;
    }

    private static Bytes ourSpi(Puppet puppet) {
        return puppet.site.sad().ipsec().stream()
                .filter(sa -> sa.mateSpi().equals(puppet.espSpi))
                .map(IpsecSa::spi)
                .findFirst()
                .orElseThrow();
    }

    private static NotifyPayload rekeys(Bytes spi) {
        return new NotifyPayload(ProtocolId.ESP, spi, NotifyType.REKEY_SA, Bytes.EMPTY);
    }

    /** SA, N, TSi, TSr of the peer as the initiator of the exchange; with REKEY_SA if {@code old} is there. */
    static List<Payload> create(Puppet puppet, Optional<Bytes> old) {
        return create(puppet, old, NEW_SPI);
    }

    static List<Payload> create(Puppet puppet, Optional<Bytes> old, Bytes newSpi) {
        Offer esp = Offer.esp(puppet.policy.children().get(0).suites(), puppet.catalog);
        List<Payload> payloads = new ArrayList<>();
        old.ifPresent(spi -> payloads.add(rekeys(spi)));
        payloads.add(new SaPayload(esp.proposals(ProtocolId.ESP, newSpi)));
        payloads.add(new NoncePayload(puppet.random.bytes(32)));
        payloads.add(
                TsPayload.of(Role.INITIATOR, puppet.policy.children().get(0).local()));
        payloads.add(
                TsPayload.of(Role.RESPONDER, puppet.policy.children().get(0).remote()));
        return payloads;
    }

    static List<Payload> rekeyIke(Puppet puppet) {
        List<Payload> hello = List.of(puppet.hello());
        return List.of(
                new SaPayload(puppet.offer.proposals(ProtocolId.IKE, puppet.random.bytes(8))),
                new NoncePayload(puppet.random.bytes(32)),
                hello.get(1));
    }

    /** The first proposal of a request, under another SPI. */
    static Proposal chosen(Puppet.Heard request, Bytes spi) {
        Proposal offered = request.first(SaPayload.class).proposals().get(0);
        return new Proposal(offered.number(), offered.protocol(), spi, offered.transforms());
    }

    private static Puppet.Heard ask(Puppet puppet, long id, List<Payload> payloads) {
        return puppet.one(puppet.deliver(puppet.sealed(CREATE_CHILD_SA, 0, id, payloads)));
    }

    private static Puppet.Heard told(Puppet puppet, Verb verb, String... child) {
        if (child.length == 0) {
            puppet.site.command(verb, "to-a");
        } else {
            puppet.site.command(verb, "to-a", child[0]);
        }
        puppet.world.run(100);
        return puppet.one(puppet.heard());
    }

    private static List<Puppet.Heard> answer(Puppet puppet, Puppet.Heard request, Payload... payloads) {
        return puppet.deliver(puppet.sealed(
                request.header().exchangeType(),
                IkeFlags.RESPONSE,
                request.header().messageId(),
                payloads));
    }

    /** Accepts what the gateway asks for, with this nonce. */
    static Payload[] accept(Puppet puppet, Puppet.Heard request, Bytes nonce) {
        Offer esp = Offer.esp(puppet.policy.children().get(0).suites(), puppet.catalog);
        try {
            return new Payload[] {
                new SaPayload(List.of(Choice.of(
                                request.first(SaPayload.class).proposals(),
                                ProtocolId.ESP,
                                esp,
                                NEW_SPI,
                                OptionalInt.empty())
                        .answer())),
                new NoncePayload(nonce),
                request.all(TsPayload.class).get(0),
                request.all(TsPayload.class).get(1)
            };
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Section 1.3.3: REKEY_SA names the inbound SPI of whoever sends it. */
    @Test
    void rekey_sa_carries_the_inbound_spi_of_its_sender() {
        Puppet puppet = puppet(1);
        Bytes ours = ourSpi(puppet);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        assertThat(request.all(NotifyPayload.class)).containsExactly(rekeys(ours));
        assertThat(request.payloads().get(0)).as("first, as in section 1.3.3").isInstanceOf(NotifyPayload.class);
    }

    /** Section 2.9.2: what is replaced is asked for again in full, with its algorithms. */
    @Test
    void a_replacement_has_the_selectors_of_what_it_replaces() {
        Puppet puppet = puppet(2);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        assertThat(request.all(TsPayload.class).get(0).trafficSelectors())
                .isEqualTo(puppet.policy.children().get(0).remote());
        assertThat(request.all(TsPayload.class).get(1).trafficSelectors())
                .isEqualTo(puppet.policy.children().get(0).local());
    }

    /** Section 2.8: the old child goes only when the new one is there, and by a DELETE of who replaced it. */
    @Test
    void the_old_child_is_deleted_when_the_new_one_is_installed() {
        Puppet puppet = puppet(3);
        Bytes ours = ourSpi(puppet);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        Puppet.Heard delete = puppet.one(answer(puppet, request, accept(puppet, request, puppet.random.bytes(32))));
        assertThat(delete.payloads()).containsExactly(new DeletePayload(ProtocolId.ESP, List.of(ours)));
        assertThat(puppet.site.sad().entries()).as("both pairs receive").hasSize(4);
        answer(puppet, delete, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)));
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::mateSpi)).contains(NEW_SPI);
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.25.1. */
    @Test
    void the_rekey_of_a_child_that_is_being_closed_gets_temporary_failure() {
        Puppet puppet = puppet(4);
        told(puppet, Verb.DELETE, NET);
        assertThat(ask(puppet, 2, create(puppet, Optional.of(puppet.espSpi))).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
    }

    /** Section 2.25: with the SPI of the REKEY_SA. */
    @Test
    void the_rekey_of_an_unknown_child_gets_child_sa_not_found_with_its_spi() {
        Puppet puppet = puppet(5);
        Bytes unknown = Bytes.hex("99999999");
        assertThat(ask(puppet, 2, create(puppet, Optional.of(unknown))).payloads())
                .containsExactly(
                        new NotifyPayload(ProtocolId.ESP, unknown, NotifyType.CHILD_SA_NOT_FOUND, Bytes.EMPTY));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Not in the text: the peer may have the child of our own request already, whose answer is late. */
    @Test
    void the_rekey_of_an_unknown_child_while_we_make_one_gets_temporary_failure() {
        Puppet puppet = puppet(6);
        told(puppet, Verb.REKEY, NET);
        assertThat(ask(puppet, 2, create(puppet, Optional.of(NEW_SPI))).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
    }

    /** Not in the text either: what the peer deletes before its answer reaches us is not installed by that answer. */
    @Test
    void a_child_that_is_deleted_before_its_late_answer_comes_is_not_installed() {
        Puppet puppet = puppet(7);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(
                                INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.ESP, List.of(NEW_SPI)))))
                        .payloads())
                .isEmpty();
        answer(puppet, request, accept(puppet, request, puppet.random.bytes(32)));
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::mateSpi)).doesNotContain(NEW_SPI);
    }

    /** Section 1.4.1: what is made while the sinks still remove the others goes with the IKE SA too. */
    @Test
    void a_child_whose_answer_comes_while_the_ike_sa_is_being_deleted_goes_with_it() {
        Puppet puppet = puppet(20);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        puppet.put(puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.IKE, List.of())));
        answer(puppet, request, accept(puppet, request, puppet.random.bytes(32)));
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(RETRIES);
        puppet.world.judgeEmpty();
    }

    /** Section 2.25.2. */
    @Test
    void create_and_rekey_of_a_child_while_the_ike_sa_is_being_rekeyed_get_temporary_failure() {
        Puppet puppet = puppet(8);
        told(puppet, Verb.REKEY);
        assertThat(ask(puppet, 2, create(puppet, Optional.empty())).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
        assertThat(ask(puppet, 3, create(puppet, Optional.of(puppet.espSpi))).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
        Bytes ours = ourSpi(puppet);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(
                                INFORMATIONAL, 0, 4, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)))))
                        .payloads())
                .as("a delete is done as usual")
                .containsExactly(new DeletePayload(ProtocolId.ESP, List.of(ours)));
    }

    /** Section 2.25.1. */
    @Test
    void the_rekey_of_the_ike_sa_while_a_child_is_rekeyed_or_closed_gets_temporary_failure() {
        for (Verb verb : List.of(Verb.REKEY, Verb.DELETE)) {
            Puppet puppet = puppet(9);
            told(puppet, verb, NET);
            assertThat(ask(puppet, 2, rekeyIke(puppet)).notifies())
                    .as(verb.name())
                    .containsExactly(NotifyType.TEMPORARY_FAILURE);
        }
    }

    /** Section 2.25.2. */
    @Test
    void whatever_is_asked_of_an_ike_sa_that_is_being_closed_gets_temporary_failure() {
        Puppet puppet = puppet(10);
        told(puppet, Verb.DELETE);
        assertThat(ask(puppet, 2, rekeyIke(puppet)).notifies()).containsExactly(NotifyType.TEMPORARY_FAILURE);
        assertThat(ask(puppet, 3, create(puppet, Optional.empty())).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
        assertThat(ask(puppet, 4, create(puppet, Optional.of(puppet.espSpi))).notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
    }

    /** Section 2.25.1: done as usual, with D; then our own rekey is of no use any more. */
    @Test
    void a_child_that_is_deleted_while_we_rekey_it_is_gone_and_not_made_again() {
        Puppet puppet = puppet(11);
        Bytes ours = ourSpi(puppet);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(
                                INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)))))
                        .payloads())
                .containsExactly(new DeletePayload(ProtocolId.ESP, List.of(ours)));
        NotifyPayload unknown = new NotifyPayload(ProtocolId.ESP, ours, NotifyType.CHILD_SA_NOT_FOUND, Bytes.EMPTY);
        assertThat(answer(puppet, request, unknown)).isEmpty();
        puppet.world.run(RETRIES / 10);
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    /** Section 2.25: the child is deleted silently, and a new one asked for. */
    @Test
    void child_sa_not_found_for_a_child_that_we_still_have_makes_a_new_one() {
        Puppet puppet = puppet(12);
        Puppet.Heard request = told(puppet, Verb.REKEY, NET);
        NotifyPayload unknown =
                new NotifyPayload(ProtocolId.ESP, ourSpi(puppet), NotifyType.CHILD_SA_NOT_FOUND, Bytes.EMPTY);
        Puppet.Heard fresh = puppet.one(answer(puppet, request, unknown));
        assertThat(fresh.header().exchangeType()).isEqualTo(CREATE_CHILD_SA);
        assertThat(fresh.notifies()).isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** Section 2.25: not at once, ever later, over several minutes; then the ends are out of step, and the IKE SA is closed. */
    @Test
    void temporary_failure_is_waited_out_for_minutes_and_then_the_ike_sa_is_closed() {
        for (String child : List.of(NET, "")) {
            Puppet puppet = puppet(13);
            Errand errand = child.isEmpty()
                    ? puppet.site.command(Verb.REKEY, "to-a")
                    : puppet.site.command(Verb.REKEY, "to-a", child);
            int asked = 0;
            long first = puppet.world.now();
            long last = first;
            long waited = 0;
            while (!errand.settled() && asked < 100) {
                assertThat(puppet.world.runUntil(
                                () -> errand.settled()
                                        || puppet.world.capture().stream()
                                                .anyMatch(each -> each.time() > 0 && each.index() >= puppet.seen()),
                                RETRIES))
                        .isTrue();
                for (Puppet.Heard heard : puppet.heard()) {
                    if (heard.header().exchangeType() == CREATE_CHILD_SA) {
                        assertThat(asked == 0 || puppet.world.now() - last > Math.max(4_000, waited))
                                .as("not at once, and ever later")
                                .isTrue();
                        waited = asked == 0 ? 0 : puppet.world.now() - last;
                        asked++;
                        last = puppet.world.now();
                        puppet.put(puppet.sealed(
                                CREATE_CHILD_SA,
                                IkeFlags.RESPONSE,
                                heard.header().messageId(),
                                NotifyPayload.of(NotifyType.TEMPORARY_FAILURE)));
                    } else {
                        answer(puppet, heard);
                    }
                }
            }
            assertThat(errand.failure().orElseThrow()).hasMessageContaining("2.25");
            assertThat(last - first).as("several minutes").isBetween(140_000L, 260_000L);
            puppet.world.run(100);
            puppet.heard().forEach(heard -> answer(puppet, heard));
            assertThat(puppet.world.transcript().said()).endsWith("HDR, SK {D(IKE)}");
            assertThat(puppet.forgotten()).isTrue();
        }
    }

    /** Section 4: another IKE SA is asked for beside the one that there is, which stays if nothing comes of it. */
    @Test
    void no_additional_sas_keeps_what_there_is() {
        Puppet puppet = puppet(14);
        Errand errand = puppet.site.command(Verb.REKEY, "to-a", NET);
        puppet.world.run(100);
        Puppet.Heard anew =
                puppet.one(answer(puppet, puppet.one(puppet.heard()), NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS)));
        assertThat(anew.header().exchangeType()).isEqualTo(ExchangeType.IKE_SA_INIT);
        puppet.world.run(HANDSHAKE);
        puppet.heard();
        assertThat(errand.failure()).isPresent();
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2))).anyMatch(Puppet.Heard::response);
    }

    /** Section 1.3: a peer cannot fill our memory with children. */
    @Test
    void who_has_children_enough_gets_no_additional_sas() {
        Puppet puppet = puppet(19);
        int made = 1;
        Puppet.Heard answer = ask(puppet, 2, create(puppet, Optional.empty()));
        while (answer.notifies().isEmpty() && made < 1_000) {
            made++;
            answer = ask(puppet, 2 + made - 1, create(puppet, Optional.empty(), Bytes.unsigned(0x1000 + made, 4)));
        }
        assertThat(answer.notifies()).containsExactly(NotifyType.NO_ADDITIONAL_SAS);
        assertThat(puppet.site.sad().entries()).hasSize(2 * made);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2 + made))).hasSize(1);
    }

    /** Section 2.8.1: octet by octet; of two replacements the one with the lowest of the four nonces goes, by who made it. */
    @Test
    void of_two_replacements_the_one_with_the_lowest_nonce_is_deleted_by_who_made_it() {
        for (boolean weLose : new boolean[] {true, false}) {
            Puppet puppet = puppet(15);
            Bytes old = ourSpi(puppet);
            Puppet.Heard request = told(puppet, Verb.REKEY, NET);
            List<Payload> theirs = new ArrayList<>(create(puppet, Optional.of(puppet.espSpi)));
            Bytes high = Bytes.hex("ff".repeat(32));
            theirs.replaceAll(each -> each instanceof NoncePayload ? new NoncePayload(high) : each);
            Bytes loser = weLose ? Bytes.zeros(16) : high;
            if (!weLose) {
                theirs.replaceAll(each -> each instanceof NoncePayload ? new NoncePayload(Bytes.zeros(32)) : each);
            }
            Puppet.Heard made = ask(puppet, 2, theirs);
            assertThat(made.all(SaPayload.class)).as("answered as usual").hasSize(1);
            Payload[] accepted = accept(puppet, request, loser);
            Proposal offered = request.first(SaPayload.class).proposals().get(0);
            accepted[0] = new SaPayload(List.of(
                    new Proposal(offered.number(), offered.protocol(), Bytes.hex("0a0b0c0f"), offered.transforms())));
            Puppet.Heard delete = puppet.one(answer(puppet, request, accepted));
            Bytes ours = request.first(SaPayload.class).proposals().get(0).spi();
            assertThat(delete.payloads())
                    .containsExactly(new DeletePayload(ProtocolId.ESP, List.of(weLose ? ours : old)));
        }
    }

    /** Section 2.8: what the peer has replaced is the peer's to delete; we do neither, but for one that is never deleted. */
    @Test
    void a_child_that_the_peer_has_replaced_is_not_replaced_again_and_deleted_by_us_only_if_the_peer_forgets_to() {
        Puppet puppet = Puppet.initiator(
                        20, Puppet.policies().setting("liveness", "0").lifetimes(0, 100), Limits.DEFAULT)
                .connected();
        Bytes old = ourSpi(puppet);
        puppet.world.run(40_000);
        puppet.heard();
        ask(puppet, 2, create(puppet, Optional.of(puppet.espSpi)));
        puppet.world.run(59_000);
        assertThat(puppet.heard()).as("its own time to be replaced has passed").isEmpty();
        puppet.world.run(1_100);
        Puppet.Heard delete = puppet.one(puppet.heard());
        assertThat(delete.payloads()).containsExactly(new DeletePayload(ProtocolId.ESP, List.of(old)));
        assertThat(answer(puppet, delete)).isEmpty();
        assertThat(puppet.site.sad().ipsec())
                .hasSize(2)
                .noneMatch(sa -> sa.spi().equals(old));
    }

    /** Section 2.8.1, second sequence: our request comes late, its child is replaced already; the error is ignored. */
    @Test
    void a_late_rekey_of_what_the_peer_has_replaced_already_ends_well() {
        Puppet puppet = puppet(16);
        Errand errand = puppet.site.command(Verb.REKEY, "to-a", NET);
        puppet.world.run(100);
        Puppet.Heard request = puppet.one(puppet.heard());
        Bytes old = ourSpi(puppet);
        ask(puppet, 2, create(puppet, Optional.of(puppet.espSpi)));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(
                                INFORMATIONAL, 0, 3, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)))))
                        .payloads())
                .containsExactly(new DeletePayload(ProtocolId.ESP, List.of(old)));
        NotifyPayload unknown = new NotifyPayload(ProtocolId.ESP, old, NotifyType.CHILD_SA_NOT_FOUND, Bytes.EMPTY);
        assertThat(answer(puppet, request, unknown)).isEmpty();
        assertThat(errand.succeeded()).isTrue();
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::mateSpi)).contains(NEW_SPI);
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Sections 1.3.1 and 2.7: the group that we want, and the request again with it. */
    @Test
    void a_wrong_group_for_a_new_ike_sa_gets_invalid_ke_payload_with_the_right_one() {
        Puppet puppet = puppet(17);
        List<Payload> wrong = new ArrayList<>(rekeyIke(puppet));
        wrong.set(2, new KePayload(14, puppet.random.bytes(256)));
        Puppet.Heard answer = ask(puppet, 2, wrong);
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_KE_PAYLOAD);
        assertThat(answer.first(NotifyPayload.class).data()).isEqualTo(Bytes.unsigned(puppet.group(), 2));
        assertThat(ask(puppet, 3, rekeyIke(puppet)).all(SaPayload.class)).hasSize(1);
    }

    /** Section 2.25.2: the peer's delete is done, and our own rekey forgotten. */
    @Test
    void an_ike_sa_that_is_deleted_while_we_rekey_it_is_gone() {
        Puppet puppet = puppet(18);
        told(puppet, Verb.REKEY);
        assertThat(puppet.one(puppet.deliver(
                                puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.IKE, List.of()))))
                        .payloads())
                .isEmpty();
        puppet.world.run(RETRIES);
        assertThat(puppet.forgotten()).isTrue();
    }
}
