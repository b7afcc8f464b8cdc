package dev.parley.ikev1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two gateways do under an ISAKMP SA, and how it comes to be in aggressive mode. */
class LivesTest {
    private static ChildPolicy child(String name, String third, String... keyExchange) {
        Suite suite = new Suite(
                List.of(Algorithm.parse("aes-gcm-16:128")),
                List.of(),
                List.of(),
                Stream.of(keyExchange).map(Algorithm::parse).toList());
        return new ChildPolicy(
                name,
                List.of(suite),
                List.of(TrafficSelector.parse("10.1." + third + ".0/24")),
                List.of(TrafficSelector.parse("10.2." + third + ".0/24")),
                0);
    }

    @Test
    void aggressive_mode_takes_three_messages() {
        Worlds worlds = Worlds.of(1, Worlds.policies().setting("ikev1.mode", "aggressive"));
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure()).isEmpty();
        assertThat(worlds.world().capture()).hasSize(6);
        assertThat(worlds.up(1)).isTrue();
        worlds.world().judge();
    }

    @Test
    void aggressive_mode_is_refused_with_the_reason_unless_the_policy_wants_it() {
        Policies aggressive = Worlds.policies().setting("ikev1.mode", "aggressive");
        Worlds worlds = Worlds.of(2, aggressive.disagreeing(Worlds.policies().b()));
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure())
                .hasValueSatisfying(why -> assertThat(why.getMessage()).contains("UNSUPPORTED-EXCHANGE-TYPE"));
        assertThat(worlds.world().transcript().toString()).contains("lets anybody who listens try secrets out");
        worlds.world().judgeEmpty();
    }

    @Test
    void a_wrong_secret_is_explained_when_the_proof_comes_again() {
        Policies here = Worlds.policies();
        Policies other = Policies.pair(
                        "to-b", "to-a", "another secret", here.a().suites().get(0))
                .protocol("ikev1");
        Worlds worlds = Worlds.of(3, here.disagreeing(other.b()));
        Errand errand = worlds.a().establish("to-b");
        worlds.world().run(2_000);
        assertThat(worlds.world().transcript().toString())
                .contains("came twice and does not open: the pre-shared keys of both ends probably differ");
        worlds.settle();
        assertThat(errand.failure())
                .hasValueSatisfying(why -> assertThat(why.getMessage()).contains("do both ends have the same"));
        worlds.world().judgeEmpty();
    }

    @Test
    void each_child_takes_a_quick_mode_and_may_have_a_key_exchange_of_its_own() {
        Worlds worlds = Worlds.of(4, Worlds.policies().children(child("one", "1"), child("two", "2", "ecp-256")));
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure()).isEmpty();
        assertThat(worlds.up(2)).isTrue();
        assertThat(worlds.a().sad().ipsec()).extracting(IpsecSa::child).contains("one", "two");
        worlds.world().judge();
    }

    @Test
    void a_child_is_replaced_and_then_the_old_one_goes() {
        Worlds worlds = Worlds.seeded(5);
        worlds.a().establish("to-b");
        worlds.settle();
        List<IpsecSa> before = worlds.a().sad().ipsec();
        Errand errand = worlds.b().command(Verb.REKEY, "to-a", "net");
        worlds.world().runUntilQuiet();
        assertThat(errand.failure()).isEmpty();
        worlds.world().run(500);
        assertThat(worlds.up(2)).isTrue();
        worlds.settle();
        assertThat(worlds.up(1)).isTrue();
        assertThat(worlds.a().sad().ipsec()).doesNotContainAnyElementsOf(before);
        worlds.world().judge();
    }

    @Test
    void a_child_is_replaced_when_its_time_comes() {
        Worlds worlds = Worlds.of(6, Worlds.policies().lifetimes(0, 100));
        worlds.a().establish("to-b");
        worlds.settle();
        List<IpsecSa> before = worlds.a().sad().ipsec();
        worlds.world().run(95_000);
        assertThat(worlds.up(1)).isTrue();
        assertThat(worlds.a().sad().ipsec()).doesNotContainAnyElementsOf(before);
        worlds.world().judge();
    }

    @Test
    void one_child_may_go_and_the_other_stay() {
        Worlds worlds = Worlds.of(7, Worlds.policies().children(child("one", "1"), child("two", "2")));
        worlds.a().establish("to-b");
        worlds.settle();
        worlds.b().command(Verb.DELETE, "to-a", "one");
        worlds.settle();
        assertThat(worlds.up(1)).isTrue();
        assertThat(worlds.a().sad().ipsec()).extracting(IpsecSa::child).containsOnly("two");
        worlds.world().judge();
    }

    @Test
    void a_peer_that_is_gone_is_noticed() {
        Worlds worlds = Worlds.of(8, Worlds.policies().setting("liveness", "5"));
        worlds.a().establish("to-b");
        worlds.settle();
        Errand alive = worlds.a().probe("to-b");
        worlds.settle();
        assertThat(alive.failure()).isEmpty();
        worlds.b().silence();
        worlds.world().run(600_000);
        assertThat(worlds.a().sad().entries()).isEmpty();
        worlds.b().unsilence();
        worlds.world().judgeEmpty();
    }

    @Test
    void an_initiator_behind_a_nat_goes_to_the_other_port_and_both_ends_encapsulate() {
        String outside = "192.0.2.77";
        Policies policies = Worlds.policies().behind(outside);
        World world = Worlds.empty(9);
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        world.nat(a, outside);
        a.establish("to-b");
        world.runUntilQuiet();
        world.run(1_000);
        assertThat(world.capture().stream()
                        .map(Captured::from)
                        .map(from -> from.encapsulated())
                        .limit(9))
                .containsExactly(false, false, false, false, true, true, true, true, true);
        assertThat(Stream.concat(a.sad().ipsec().stream(), b.sad().ipsec().stream()))
                .hasSize(4)
                .allMatch(IpsecSa::udpEncapsulated);
        world.judge();
    }

    @Test
    void transport_mode_is_agreed_on() {
        ChildPolicy host = new ChildPolicy(
                        "host",
                        child("x", "1").suites(),
                        List.of(TrafficSelector.parse("10.0.0.1/32")),
                        List.of(TrafficSelector.parse("10.0.0.2/32")),
                        0)
                .in(Mode.TRANSPORT, Mode.TUNNEL);
        Worlds worlds = Worlds.of(10, Worlds.policies().children(host));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().sad().ipsec()).hasSize(2).allMatch(sa -> sa.mode() == Mode.TRANSPORT);
        worlds.world().judge();
    }

    @Test
    void a_child_that_the_peer_does_not_have_is_refused_and_the_isakmp_sa_stays_for_a_while() {
        Policies one = Worlds.policies().children(child("one", "1"));
        Policies two = Worlds.policies().children(child("two", "2"));
        Worlds worlds = Worlds.of(11, one.disagreeing(two.b()));
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure())
                .hasValueSatisfying(why -> assertThat(why.getMessage()).contains("INVALID-ID-INFORMATION"));
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        worlds.world().judgeEmpty();
    }

    @Test
    void no_common_algorithm_is_told_at_once_and_explained_at_the_responder() {
        Policies here = Worlds.policies();
        Policies other = Policies.pair(
                        "to-b",
                        "to-a",
                        "a secret of two",
                        Policies.suite("aes-cbc:256", Optional.of("hmac-sha2-256-128"), "hmac-sha2-384", "ecp-384"))
                .protocol("ikev1");
        Worlds worlds = Worlds.of(12, here.disagreeing(other.b()));
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure())
                .hasValueSatisfying(why -> assertThat(why.getMessage()).contains("NO-PROPOSAL-CHOSEN"));
        assertThat(worlds.world().transcript().toString()).contains("the peer offers:", "AES-CBC-256, SHA2-384");
        worlds.world().judgeEmpty();
    }
}
