package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first CHILD_SA: selectors, suites and SPIs (RFC 7296 sections 1.2, 2.9, 2.21.2, 3.13; RFC 4303 section 2.1). */
class NarrowingTest {
    private static final int IKE_AUTH = ExchangeType.IKE_AUTH;

    private static List<TrafficSelector> selectors(String text) {
        return Stream.of(text.split(" ")).map(TrafficSelector::parse).toList();
    }

    private static Policies children(String localA, String remoteA, String localB, String remoteB) {
        Policies usual = Puppet.policies();
        ChildPolicy net = usual.a().children().get(0);
        Policies a = usual.children(new ChildPolicy("net", net.suites(), selectors(localA), selectors(remoteA), 0));
        Policies b = usual.children(new ChildPolicy("net", net.suites(), selectors(remoteB), selectors(localB), 0));
        return a.disagreeing(b.b());
    }

    /** Section 2.9: the responder takes the part that both want; IPv6 and several selectors too. */
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.2.0.0/16, 10.2.0.0/16, 10.1.0.0/16, 10.1.0.0/16 => 10.2.0.0/16",
        "10.0.0.0/8, 0.0.0.0/0, 10.2.0.0/16, 10.1.0.0/16, 10.1.0.0/16 => 10.2.0.0/16",
        "10.1.0.0/16, 10.2.0.0/16, 0.0.0.0/0, 0.0.0.0/0, 10.1.0.0/16 => 10.2.0.0/16",
        "10.1.0.0/16[17], 10.2.0.0/16, 10.2.0.0/16[17/53], 10.1.0.0/16, 10.1.0.0/16[17] => 10.2.0.0/16[17/53]",
        "fd00:1::/64, fd00:2::/64, fd00:2::/48, fd00:1::/48, fd00:1::/64 => fd00:2::/64",
        "10.1.0.0/16 10.3.0.0/16, 10.2.0.0/16, 10.2.0.0/16, 10.3.0.0/24 10.1.0.0/24, "
                + "'10.1.0.0/24,10.3.0.0/24 => 10.2.0.0/16'",
        "10.1.0.0/16 fd00:1::/64, 10.2.0.0/16 fd00:2::/64, 10.2.0.0/16 fd00:2::/64, 10.1.0.0/16 fd00:1::/64, "
                + "'10.1.0.0/16,fd00:1::/64 => 10.2.0.0/16,fd00:2::/64'"
    })
    void both_ends_install_what_both_want(String localA, String remoteA, String localB, String remoteB, String both) {
        Worlds worlds = Worlds.of(Worlds.empty(1), children(localA, remoteA, localB, remoteB));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(worlds.a().sad().ipsec()).hasSize(2);
        IpsecSa out = worlds.a().sad().ipsec().stream()
                .filter(sa -> sa.destination().equals(worlds.b().address()))
                .findFirst()
                .orElseThrow();
        String text = String.join(
                        ",",
                        out.sourceSelectors().stream().map(Object::toString).toList()) + " => "
                + String.join(
                        ",",
                        out.destinationSelectors().stream()
                                .map(Object::toString)
                                .toList());
        assertThat(text).isEqualTo(both);
    }

    /** Section 2.9: the first selector, that of the packet that made the initiator call, comes first in the answer. */
    @Test
    void the_first_selector_is_kept_if_it_is_acceptable() {
        Puppet puppet = Puppet.initiator(2);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(3, TsPayload.of(Role.INITIATOR, selectors("10.1.7.7[6/1024] 10.1.0.0/16")));
        auth.set(4, TsPayload.of(Role.RESPONDER, selectors("10.2.9.9[6/80] 10.2.0.0/16")));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 1, auth)));
        assertThat(answer.all(TsPayload.class).get(0).trafficSelectors())
                .isEqualTo(selectors("10.1.7.7[6/1024] 10.1.0.0/16"));
        assertThat(answer.all(TsPayload.class).get(1).trafficSelectors())
                .isEqualTo(selectors("10.2.9.9[6/80] 10.2.0.0/16"));
    }

    /** Sections 2.9 and 2.21.2: nothing in common: TS_UNACCEPTABLE, and the IKE SA stands. */
    @Test
    void disjoint_selectors_leave_the_ike_sa_without_a_child() {
        Worlds worlds =
                Worlds.of(Worlds.empty(3), children("10.1.0.0/16", "10.2.0.0/16", "10.9.0.0/16", "10.1.0.0/16"));
        worlds.a().establish("to-b");
        worlds.world().run(1_000);
        assertThat(worlds.a().errands().get(0).failure().orElseThrow().getMessage())
                .contains("TS_UNACCEPTABLE");
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.a().probe("to-b")).isNotNull();
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands().get(1).succeeded()).isTrue();
    }

    /** Section 2.21.2: no ESP suite in common: NO_PROPOSAL_CHOSEN, and the IKE SA stands. */
    @Test
    void no_esp_proposal_in_common_leaves_the_ike_sa_without_a_child() {
        Policies usual = Puppet.policies();
        ChildPolicy net = usual.a().children().get(0);
        ChildPolicy other = new ChildPolicy(
                "net",
                Policies.pair(
                                "x",
                                "y",
                                "z",
                                Policies.suite(
                                        "aes-cbc:256", Optional.of("hmac-sha2-256-128"), "hmac-sha2-256", "x25519"))
                        .a()
                        .children()
                        .get(0)
                        .suites(),
                net.local(),
                net.remote(),
                0);
        Worlds worlds = Worlds.of(
                Worlds.empty(4), usual.disagreeing(usual.children(other).b()));
        worlds.a().establish("to-b");
        worlds.world().run(1_000);
        assertThat(worlds.a().errands().get(0).failure().orElseThrow().getMessage())
                .contains("NO_PROPOSAL_CHOSEN");
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }

    /** Section 2.9: the initiator refuses what it did not ask for; the peer, whose IKE SA stands, is told by a DELETE of the child. */
    @ParameterizedTest
    @ValueSource(strings = {"wider", "wider at our side", "other", "suite", "spi"})
    void an_initiator_refuses_more_than_it_asked_for_and_deletes(String what) {
        Puppet puppet = Puppet.responder(5);
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.auth());
        Proposal ours = ((SaPayload) auth.get(2)).proposals().get(0);
        switch (what) {
            case "wider" -> auth.set(3, TsPayload.of(Role.RESPONDER, selectors("10.0.0.0/8")));
            case "wider at our side" -> auth.set(4, TsPayload.of(Role.INITIATOR, selectors("10.0.0.0/8")));
            case "other" -> auth.set(3, TsPayload.of(Role.RESPONDER, selectors("192.168.0.0/16")));
            case "suite" ->
                auth.set(2, new SaPayload(List.of(new Proposal(9, ProtocolId.ESP, puppet.espSpi, ours.transforms()))));
            default ->
                auth.set(2, new SaPayload(List.of(new Proposal(1, ProtocolId.ESP, Bytes.zeros(4), ours.transforms()))));
        }
        Puppet.Heard told = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, IkeFlags.RESPONSE, 1, auth)));
        assertThat(told.header().exchangeType()).isEqualTo(ExchangeType.INFORMATIONAL);
        assertThat(told.payloads()).hasSize(1);
        assertThat(told.first(DeletePayload.class).protocol()).isEqualTo(ProtocolId.ESP);
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, IkeFlags.RESPONSE, 2));
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
        assertThat(puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, 0, 0)))
                .hasSize(1);
    }

    /** RFC 4303 section 2.1: 0 to 255 are not for us to choose. */
    @Test
    void our_esp_spis_are_above_255_and_unique() {
        List<Bytes> spis = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.a().sad().ipsec().forEach(sa -> spis.add(sa.spi()));
        }
        assertThat(spis).hasSize(200).allMatch(spi -> spi.number(0, 4) > 255).doesNotHaveDuplicates();
    }

    /** Section 2.9: selectors of a kind that we do not know are passed over; a thousand of them cost nothing. */
    @Test
    void the_answer_to_very_many_selectors_is_bounded() {
        Puppet puppet = Puppet.initiator(6);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        List<TrafficSelector> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(TrafficSelector.parse("10.1.0." + i));
        }
        auth.set(3, TsPayload.of(Role.INITIATOR, many));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 1, auth)));
        assertThat(answer.all(TsPayload.class).get(0).trafficSelectors()).hasSizeBetween(1, 64);
    }

    /** Section 1.2: a policy named by the initiator alone: the responder's identity may be left out of the request. */
    @Test
    void an_initiator_may_leave_the_responders_identity_open() {
        Puppet puppet = Puppet.initiator(7).connected();
        Policy policy = puppet.policy;
        assertThat(puppet.auth())
                .noneMatch(payload -> payload.equals(dev.parley.ikev2.message.IdPayload.of(
                        Role.RESPONDER, policy.remote().identity())));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }
}
