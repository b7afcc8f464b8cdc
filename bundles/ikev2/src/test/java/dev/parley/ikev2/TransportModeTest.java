package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.RealAddresses;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transport mode (RFC 7296 sections 1.3.1, 2.9.2 and 2.23.1). */
class TransportModeTest {
    private static final String NET = "net";
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final String OUTSIDE = "192.0.2.77";
    private static final NotifyPayload USE_TRANSPORT_MODE = NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE);

    private static List<TrafficSelector> selectors(String... texts) {
        return Stream.of(texts).map(TrafficSelector::parse).toList();
    }

    private static ChildPolicy child(String local, String remote, Mode... modes) {
        ChildPolicy usual = Puppet.policies().a().children().get(0);
        return new ChildPolicy(NET, usual.suites(), selectors(local), selectors(remote), 0).in(modes);
    }

    /** What each end wants: the first one for traffic between the two hosts. */
    private static Policies policies(Mode[] atA, Mode[] atB) {
        Policies usual = Puppet.policies();
        return usual.children(child(A, B, atA))
                .disagreeing(usual.children(child(A, B, atB)).b());
    }

    private static Mode[] modes(String words) {
        return Stream.of(words.split(" ")).map(Mode::valueOf).toArray(Mode[]::new);
    }

    private static List<Mode> used(Site site) {
        return site.sad().ipsec().stream().map(IpsecSa::mode).distinct().toList();
    }

    /** Section 1.3.1: the responder decides; the initiator takes tunnel mode instead, or deletes the child and nothing else. */
    @ParameterizedTest
    @CsvSource({
        "TRANSPORT, TRANSPORT, TRANSPORT",
        "TRANSPORT TUNNEL, TRANSPORT TUNNEL, TRANSPORT",
        "TRANSPORT TUNNEL, TUNNEL, TUNNEL",
        "TUNNEL, TRANSPORT TUNNEL, TUNNEL",
        "TRANSPORT, TUNNEL, ",
        "TUNNEL, TRANSPORT, "
    })
    void the_mode_is_what_both_ends_will_have(String atA, String atB, String mode) {
        Worlds worlds = Worlds.of(Worlds.empty(1), policies(modes(atA), modes(atB)));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        List<Mode> expected =
                Optional.ofNullable(mode).map(Mode::valueOf).stream().toList();
        assertThat(used(worlds.a())).isEqualTo(expected);
        assertThat(used(worlds.b())).isEqualTo(expected);
        assertThat(worlds.a().errands().get(0).succeeded()).isEqualTo(mode != null);
        worlds.a().probe("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands().get(1).succeeded()).isTrue();
    }

    /** Sections 2.8 and 2.9.2: what takes a child's place is as it was, whoever begins, and the same after the IKE SA is replaced. */
    @ParameterizedTest
    @CsvSource({
        "TRANSPORT TUNNEL, TRANSPORT, TRANSPORT",
        "TRANSPORT TUNNEL, TUNNEL, TUNNEL",
        "TUNNEL, TRANSPORT TUNNEL, TUNNEL"
    })
    void a_replacement_has_the_mode_of_what_it_replaces(String atA, String atB, Mode mode) {
        Worlds worlds = Worlds.of(Worlds.empty(2), policies(modes(atA), modes(atB)));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        for (Runnable replace : List.<Runnable>of(
                () -> worlds.a().command(Verb.REKEY, "to-b", NET),
                () -> worlds.b().command(Verb.REKEY, "to-a", NET),
                () -> worlds.a().command(Verb.REKEY, "to-b"),
                () -> worlds.b().command(Verb.REKEY, "to-a", NET))) {
            replace.run();
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            assertThat(worlds.up()).isTrue();
            assertThat(used(worlds.a())).containsExactly(mode);
            assertThat(used(worlds.b())).containsExactly(mode);
        }
        assertThat(Stream.concat(worlds.a().errands().stream(), worlds.b().errands().stream()))
                .allMatch(errand -> errand.succeeded());
    }

    /** Section 1.3.1: a peer that has declined it once is not asked again by every rekey. */
    @Test
    void the_rekey_of_a_child_in_tunnel_mode_does_not_ask_for_transport_mode() {
        Puppet puppet =
                Puppet.initiator(9, Puppet.policies().children(child(A, B, modes("TRANSPORT TUNNEL"))), Limits.DEFAULT);
        puppet.connected();
        puppet.heard();
        puppet.site.command(Verb.REKEY, "to-a", NET);
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).notifies()).containsExactly(NotifyType.REKEY_SA);
    }

    /** Section 2.23.1: TSi and TSr have the addresses of the IKE SA alone; appendix C.2: the notification comes before SA. */
    @Test
    void the_initiator_asks_for_the_two_addresses_of_the_ike_sa_however_much_the_policy_has() {
        Puppet puppet = Puppet.responder(
                3, Puppet.policies().children(child("10.0.0.0/8[17/1701]", "0.0.0.0/0[17]", Mode.TRANSPORT)));
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.answer(puppet.called())));
        assertThat(auth.all(TsPayload.class))
                .containsExactly(
                        TsPayload.of(Role.INITIATOR, selectors(A + "[17/1701]")),
                        TsPayload.of(Role.RESPONDER, selectors(B + "[17]")));
        int mode = auth.payloads().indexOf(USE_TRANSPORT_MODE);
        assertThat(mode).isNotNegative();
        assertThat(auth.payloads().get(mode + 1)).isInstanceOf(SaPayload.class);
    }

    @Test
    void a_child_in_transport_mode_for_others_traffic_is_not_asked_for() {
        Policies policies = Puppet.policies().children(child("10.1.0.0/16", "10.2.0.0/16", Mode.TRANSPORT));
        Worlds worlds = Worlds.of(Worlds.empty(4), policies);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow().getMessage())
                .contains("transport mode")
                .contains("2.23.1");
        assertThat(worlds.world().capture()).isEmpty();
    }

    /** Section 1.3.1: the answer has the notification if the request had it and the policy wants it. */
    @ParameterizedTest
    @CsvSource({"TRANSPORT, true, true", "TUNNEL, true, false", "TRANSPORT TUNNEL, false, false"})
    void the_responder_answers_with_the_notification_only_if_it_agrees(String ours, boolean asked, boolean agreed) {
        Puppet puppet = Puppet.initiator(5, Puppet.policies().children(child(A, B, modes(ours))), Limits.DEFAULT);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        if (asked) {
            auth.add(USE_TRANSPORT_MODE);
        }
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth)));
        assertThat(answer.payloads().contains(USE_TRANSPORT_MODE)).isEqualTo(agreed);
        assertThat(used(puppet.site)).containsExactly(agreed ? Mode.TRANSPORT : Mode.TUNNEL);
    }

    /** Section 2.23.1: transport mode is between two hosts; a network is a matter of tunnels. */
    @Test
    void transport_mode_for_a_network_is_declined_or_refused() {
        for (Mode[] ours : List.of(modes("TRANSPORT TUNNEL"), modes("TRANSPORT"))) {
            Policies policies = Puppet.policies().children(child("10.1.0.0/16", "10.2.0.0/16", ours));
            Puppet puppet = Puppet.initiator(6, policies, Limits.DEFAULT);
            puppet.init();
            List<Payload> auth = new ArrayList<>(puppet.auth());
            auth.add(USE_TRANSPORT_MODE);
            Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth)));
            if (ours.length == 2) {
                assertThat(answer.payloads()).doesNotContain(USE_TRANSPORT_MODE);
                assertThat(used(puppet.site)).containsExactly(Mode.TUNNEL);
            } else {
                assertThat(answer.notifies()).contains(NotifyType.TS_UNACCEPTABLE);
                assertThat(puppet.site.sad().entries()).isEmpty();
            }
        }
    }

    /** Section 1.3.1: all CHILD_SAs that did not negotiate transport mode use tunnel mode; an answer to no question is no answer. */
    @Test
    void an_answer_in_transport_mode_that_nobody_asked_for_ends_the_ike_sa() {
        Puppet puppet = Puppet.responder(7, Puppet.policies().children(child(A, B, Mode.TUNNEL)));
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.add(USE_TRANSPORT_MODE);
        Puppet.Heard told =
                puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth)));
        assertThat(told.header().exchangeType()).isEqualTo(ExchangeType.INFORMATIONAL);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** Section 2.23.1: behind a NAT each end has the addresses that it sees, and knows what the peer's packets had. */
    @Test
    void past_a_nat_the_selectors_are_those_that_each_end_sees() {
        Policies usual = Puppet.policies();
        Policies policies = usual.children(child(A, B, Mode.TRANSPORT))
                .disagreeing(
                        usual.children(child("0.0.0.0/0", B, Mode.TRANSPORT)).b())
                .behind(OUTSIDE);
        World world = Worlds.empty(8);
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        world.nat(a, OUTSIDE);
        a.establish("to-b");
        world.runUntilQuiet();
        world.judge();
        for (int round = 0; round < 3; round++) {
            assertPastNat(a, A, B, Bytes.of(10, 0, 0, 2), Bytes.of(192, 0, 2, 77));
            assertPastNat(b, B, OUTSIDE, Bytes.of(10, 0, 0, 1), Bytes.of(10, 0, 0, 2));
            if (round == 0) {
                a.command(Verb.REKEY, "to-b", NET);
            } else {
                b.command(Verb.REKEY, "to-a", NET);
            }
            world.runUntilQuiet();
            world.judge();
        }
    }

    private static void assertPastNat(Site site, String own, String peers, Bytes realSource, Bytes realDestination) {
        assertThat(site.sad().ipsec())
                .hasSize(2)
                .allMatch(IpsecSa::udpEncapsulated)
                .allMatch(sa -> sa.mode() == Mode.TRANSPORT);
        for (IpsecSa sa : site.sad().ipsec()) {
            boolean inbound = sa.destination().equals(site.address());
            assertThat(sa.sourceSelectors()).isEqualTo(selectors(inbound ? peers : own));
            assertThat(sa.destinationSelectors()).isEqualTo(selectors(inbound ? own : peers));
            assertThat(sa.realAddresses())
                    .isEqualTo(
                            inbound ? Optional.of(new RealAddresses(realSource, realDestination)) : Optional.empty());
        }
    }
}
