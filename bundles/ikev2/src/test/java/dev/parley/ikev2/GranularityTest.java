package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Granularity;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much goes into one CHILD_SA: SINGLE_PAIR_REQUIRED, ADDITIONAL_TS_POSSIBLE, and which child is meant (RFC 7296 section 2.9). */
class GranularityTest {
    private static final NotifyPayload ADDITIONAL = NotifyPayload.of(NotifyType.ADDITIONAL_TS_POSSIBLE);
    private static final NotifyPayload SINGLE_PAIR = NotifyPayload.of(NotifyType.SINGLE_PAIR_REQUIRED);

    private static List<TrafficSelector> selectors(String text) {
        return Stream.of(text.split(" ")).map(TrafficSelector::parse).toList();
    }

    private static ChildPolicy child(String name, String local, String remote) {
        ChildPolicy usual = Puppet.policies().a().children().get(0);
        return new ChildPolicy(name, usual.suites(), selectors(local), selectors(remote), 0);
    }

    private static ChildPolicy single(String name, String local, String remote) {
        return child(name, local, remote).each(Granularity.ADDRESSES);
    }

    /** As the first end sees it. */
    private static Policies policies(ChildPolicy... children) {
        return Puppet.policies().children(children);
    }

    private static String traffic(Site site) {
        IpsecSa out = site.sad().ipsec().stream()
                .filter(sa -> !sa.destination().equals(site.address()))
                .findFirst()
                .orElseThrow();
        return out.sourceSelectors() + " => " + out.destinationSelectors();
    }

    private static Puppet.Heard answer(Policies policies, String tsI, String tsR) {
        Puppet puppet = Puppet.initiator(1, policies, Limits.DEFAULT);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(3, TsPayload.of(Role.INITIATOR, selectors(tsI)));
        auth.set(4, TsPayload.of(Role.RESPONDER, selectors(tsR)));
        return puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth)));
    }

    /** The pair of the first selectors with all its ports, or the only one; else the responder would have to guess. */
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.2.0.0/16, , ",
        "10.1.7.7, 10.2.0.0/16, , ",
        "10.1.7.7[6/1024] 10.1.0.0/16, 10.2.9.9[6/80] 10.2.0.0/16, "
                + "'[10.1.7.7/32[6/1024], 10.1.7.7/32]', '[10.2.9.9/32[6/80], 10.2.9.9/32]'",
        "10.1.7.7, 10.2.9.9, [10.1.7.7/32], [10.2.9.9/32]",
        "10.1.7.7 10.1.7.8, 10.2.9.9 10.2.9.10, [10.1.7.7/32], [10.2.9.9/32]",
        "10.1.7.7 192.0.2.1, 10.2.9.9, [10.1.7.7/32], [10.2.9.9/32]",
        "192.0.2.1 10.1.7.7, 10.2.9.9, [10.1.7.7/32], [10.2.9.9/32]"
    })
    void a_child_for_single_pairs_takes_the_first_pair_or_asks_for_one(
            String tsI, String tsR, String chosenI, String chosenR) {
        Puppet.Heard answer = answer(policies(single("net", "10.1.0.0/16", "10.2.0.0/16")), tsI, tsR);
        if (chosenI == null) {
            assertThat(answer.notifies()).contains(NotifyType.SINGLE_PAIR_REQUIRED);
            assertThat(answer.all(TsPayload.class)).isEmpty();
        } else {
            assertThat(answer.all(TsPayload.class).get(0).trafficSelectors()).hasToString(chosenI);
            assertThat(answer.all(TsPayload.class).get(1).trafficSelectors()).hasToString(chosenR);
        }
    }

    /** "Responders SHOULD narrow the selectors to an acceptable subset rather than use SINGLE_PAIR_REQUIRED." */
    @Test
    void another_child_is_granted_rather_than_none() {
        Puppet.Heard answer = answer(
                policies(single("one", "10.1.0.0/16", "10.2.0.0/16"), child("other", "10.1.0.0/24", "10.2.0.0/24")),
                "10.1.0.0/16",
                "10.2.0.0/16");
        assertThat(answer.all(TsPayload.class).get(0).trafficSelectors()).hasToString("[10.1.0.0/24]");
        assertThat(answer.payloads()).contains(ADDITIONAL).doesNotContain(SINGLE_PAIR);
    }

    /** Said only where another CHILD_SA would bring more of what was asked for. */
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.2.0.0/16, true",
        "10.1.0.0/24, 10.2.0.0/16, false",
        "10.1.0.0/25, 10.2.0.0/16, false",
        "10.1.0.0/23, 10.2.0.0/16, true"
    })
    void a_responder_says_that_it_would_take_more_elsewhere(String tsI, String tsR, boolean more) {
        Policies two = policies(child("one", "10.1.0.0/24", "10.2.0.0/16"), child("two", "10.1.1.0/24", "10.2.0.0/16"));
        Puppet.Heard answer = answer(two, tsI, tsR);
        assertThat(answer.payloads().contains(ADDITIONAL)).isEqualTo(more);
        if (more) {
            assertThat(answer.payloads().get(answer.payloads().indexOf(ADDITIONAL) - 1))
                    .as("appendix C.2: after TSr")
                    .isEqualTo(answer.all(TsPayload.class).get(1));
        }
    }

    @Test
    void a_narrowed_pair_of_many_says_that_it_would_take_more_elsewhere() {
        assertThat(answer(policies(single("net", "10.1.0.0/16", "10.2.0.0/16")), "10.1.7.7 10.1.0.0/16", "10.2.9.9")
                        .payloads())
                .contains(ADDITIONAL);
    }

    /** "… then the responder MUST narrow the Traffic Selectors to a subset that includes the initiator's first choices." */
    @Test
    void the_child_that_has_the_first_selectors_is_chosen_before_an_earlier_one() {
        Policies two = policies(child("one", "10.1.0.0/24", "10.2.0.0/16"), child("two", "10.1.1.0/24", "10.2.0.0/16"));
        Puppet.Heard answer = answer(two, "10.1.1.9 10.1.0.0/16", "10.2.0.1 10.2.0.0/16");
        assertThat(answer.all(TsPayload.class).get(0).trafficSelectors()).hasToString("[10.1.1.9/32, 10.1.1.0/24]");
    }

    /** Children that overlap keep their names at both ends, in whatever order the ends have them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overlapping_children_have_the_same_name_at_both_ends(boolean sameOrder) {
        ChildPolicy all = child("all", "10.0.0.0/8", "10.0.0.0/8");
        ChildPolicy some = child("some", "10.1.0.0/16", "10.2.0.0/16");
        ChildPolicy few = child("few", "10.1.0.0/24", "10.2.0.0/24[6]");
        Policies policies = policies(all, some, few)
                .disagreeing(
                        policies(sameOrder ? new ChildPolicy[] {all, some, few} : new ChildPolicy[] {few, all, some})
                                .b());
        Worlds worlds = Worlds.of(Worlds.empty(2), policies);
        for (String name : List.of("few", "all", "some")) {
            worlds.a().command(Verb.ESTABLISH, "to-b", name);
            worlds.world().runUntilQuiet();
        }
        worlds.world().judge();
        assertThat(worlds.a().sad().ipsec()).hasSize(6);
        for (IpsecSa sa : worlds.a().sad().ipsec()) {
            assertThat(worlds.b().sad().ipsec())
                    .filteredOn(other -> other.spi().equals(sa.spi()))
                    .extracting(IpsecSa::child)
                    .containsExactly(sa.child());
        }
    }

    /** Section 2.9.2: a replacement is for the same pair, and nobody has to guess. */
    @Test
    void a_single_pair_is_replaced_by_the_same_pair_whoever_begins() {
        Policies policies = policies(child("net", "10.1.7.7 10.1.7.8", "10.2.9.9"))
                .disagreeing(
                        policies(single("net", "10.1.0.0/16", "10.2.0.0/16")).b());
        Worlds worlds = Worlds.of(Worlds.empty(3), policies);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        String pair = "[10.1.7.7/32] => [10.2.9.9/32]";
        assertThat(traffic(worlds.a())).isEqualTo(pair);
        worlds.b().command(Verb.REKEY, "to-a", "net");
        worlds.world().runUntilQuiet();
        worlds.a().command(Verb.REKEY, "to-b", "net");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
        assertThat(traffic(worlds.a())).isEqualTo(pair);
        assertThat(Stream.concat(worlds.a().errands().stream(), worlds.b().errands().stream()))
                .allMatch(errand -> errand.succeeded());
        assertThat(worlds.world().transcript().toString())
                .contains("would put more into others: ADDITIONAL_TS_POSSIBLE (RFC 7296 section 2.9)");
    }

    /** Section 2.9.2: what was narrowed is replaced as it is; a peer that asks for more again gets no less than it had. */
    @Test
    void a_superset_in_the_rekey_of_a_single_pair_is_narrowed_to_that_pair() {
        Puppet puppet = Puppet.initiator(4, policies(single("net", "10.1.0.0/16", "10.2.0.0/16")), Limits.DEFAULT);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(3, TsPayload.of(Role.INITIATOR, selectors("10.1.7.7 10.1.0.0/16")));
        auth.set(4, TsPayload.of(Role.RESPONDER, selectors("10.2.9.9 10.2.0.0/16")));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth));
        Bytes old = puppet.espSpi;
        puppet.espSpi = Bytes.hex("0a0b0c0e");
        List<Payload> rekey = new ArrayList<>(List.of(
                new NotifyPayload(ProtocolId.ESP, old, NotifyType.REKEY_SA, Bytes.EMPTY),
                puppet.auth().get(2),
                new NoncePayload(puppet.random.bytes(32)),
                TsPayload.of(Role.INITIATOR, selectors("10.1.0.0/16")),
                TsPayload.of(Role.RESPONDER, selectors("10.2.0.0/16"))));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 2, rekey)));
        assertThat(answer.all(TsPayload.class).get(0).trafficSelectors()).hasToString("[10.1.7.7/32]");
        assertThat(answer.all(TsPayload.class).get(1).trafficSelectors()).hasToString("[10.2.9.9/32]");
    }

    /** Section 2.9.2: "the same as, or a superset of"; a packet's own selectors SHOULD NOT be sent again, and what was declined is not. */
    @Test
    void the_rekey_of_a_narrowed_child_asks_for_what_it_has_without_the_selectors_of_a_packet() {
        ChildPolicy wide = child("net", "10.1.0.0/16", "10.2.0.0/16");
        Puppet puppet = Puppet.initiator(7, policies(wide), Limits.DEFAULT);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(3, TsPayload.of(Role.INITIATOR, selectors("10.1.7.7[6/1024] 10.1.7.0/24")));
        auth.set(4, TsPayload.of(Role.RESPONDER, selectors("10.2.9.9[6/80] 10.2.9.0/24")));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth));
        puppet.site.command(Verb.REKEY, "to-a", "net");
        puppet.world.run(100);
        Puppet.Heard rekey = puppet.one(puppet.heard());
        assertThat(rekey.all(TsPayload.class))
                .containsExactly(
                        TsPayload.of(Role.INITIATOR, selectors("10.2.9.0/24")),
                        TsPayload.of(Role.RESPONDER, selectors("10.1.7.0/24")));
    }

    /** "The requestor is expected to respond by requesting an SA for only the specific traffic it is trying to forward." */
    @Test
    void single_pair_required_makes_an_initiator_ask_for_its_first_pair_alone() {
        Puppet puppet = Puppet.responder(5, policies(child("net", "10.1.7.7 10.1.7.8", "10.2.9.9[6] 10.2.9.0/24")));
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.proof(puppet.policy));
        auth.add(SINGLE_PAIR);
        Puppet.Heard again =
                puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth)));
        assertThat(again.header().exchangeType()).isEqualTo(ExchangeType.CREATE_CHILD_SA);
        assertThat(again.all(TsPayload.class))
                .containsExactly(
                        TsPayload.of(Role.INITIATOR, selectors("10.1.7.7")),
                        TsPayload.of(Role.RESPONDER, selectors("10.2.9.9[6] 10.2.9.9")));
        assertThat(puppet.site.errands().get(0).settled()).isFalse();
        assertThat(puppet.world.transcript().toString()).contains("now we ask for the first pair alone");

        puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, IkeFlags.RESPONSE, 2, accept(puppet, again)));
        assertThat(puppet.site.errands().get(0).succeeded()).isTrue();
        assertThat(traffic(puppet.site)).isEqualTo("[10.1.7.7/32] => [10.2.9.9/32[6], 10.2.9.9/32]");
    }

    /** Once is enough, and a network has no first pair: then a person is told. */
    @ParameterizedTest
    @CsvSource({"10.1.7.7, 10.2.9.9, 2", "10.1.0.0/16, 10.2.0.0/16, 1"})
    void single_pair_required_for_a_single_pair_or_for_networks_is_the_end_of_the_child(
            String local, String remote, int asked) {
        Puppet puppet = Puppet.responder(6, policies(child("net", local, remote)));
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.proof(puppet.policy));
        auth.add(SINGLE_PAIR);
        List<Puppet.Heard> more = puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth));
        assertThat(more).hasSize(asked - 1);
        if (asked == 2) {
            assertThat(puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, IkeFlags.RESPONSE, 2, SINGLE_PAIR)))
                    .isEmpty();
        }
        assertThat(puppet.site.errands().get(0).failure().orElseThrow().getMessage())
                .contains("SINGLE_PAIR_REQUIRED");
        assertThat(puppet.site.errands().get(0).failure().orElseThrow().detail().toString())
                .contains("make each pair a child");
        assertThat(puppet.site.gateway().lanes()).as("the IKE SA stands").isEqualTo(1);
    }

    private static List<Payload> accept(Puppet puppet, Puppet.Heard request) {
        return List.of(
                puppet.auth().get(2),
                new NoncePayload(puppet.random.bytes(32)),
                request.all(TsPayload.class).get(0),
                request.all(TsPayload.class).get(1));
    }
}
