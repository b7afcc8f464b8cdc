package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A new IKE SA with new children, made before the old one goes (RFC 7296 section 2.8.3). */
class ReauthenticationTest {
    @Test
    void everything_is_new_and_nothing_was_missing_at_any_moment() {
        Worlds worlds = up(1, two());
        Set<Bytes> before = spis(worlds.a());
        Errand errand = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        boolean gap = worlds.world().runUntil(() -> !covered(worlds.a()) || !covered(worlds.b()), 10_000);
        assertThat(gap).as("a child was missing").isFalse();
        assertThat(errand.succeeded()).isTrue();
        assertThat(spis(worlds.a())).hasSize(4).doesNotContainAnyElementsOf(before);
        assertThat(spis(worlds.b())).isEqualTo(spis(worlds.a()));
        worlds.world().run(Defaults.LINGER_MILLIS);
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
        worlds.world().judge();
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
    }

    @Test
    void the_responder_may_want_it_too() {
        Worlds worlds = up(2, two());
        Set<Bytes> before = spis(worlds.a());
        Errand errand = worlds.b().command(Verb.REAUTHENTICATE, "to-a");
        assertThat(worlds.world().runUntil(() -> !covered(worlds.a()) || !covered(worlds.b()), 10_000))
                .isFalse();
        assertThat(errand.succeeded()).isTrue();
        assertThat(spis(worlds.a())).hasSize(4).doesNotContainAnyElementsOf(before);
        worlds.world().judge();
    }

    /** Section 2.4: it is not the first contact, and the peer must not think that the old one is gone. */
    @Test
    void no_initial_contact_is_sent() {
        Worlds worlds = up(3, two());
        int said = worlds.world().transcript().said().length();
        worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.world().transcript().said().substring(said))
                .contains("IKE_AUTH")
                .doesNotContain("INITIAL_CONTACT");
    }

    @Test
    void it_happens_by_itself_when_its_time_has_come_again_and_again_and_past_a_rekeying() {
        Worlds worlds = up(4, two().setting(Settings.REAUTHENTICATE, "1000").lifetimes(700, 0));
        for (int round = 0; round < 4; round++) {
            Set<Bytes> before = spis(worlds.a());
            assertThat(worlds.world().runUntil(() -> !covered(worlds.a()) || !covered(worlds.b()), 1_010_000))
                    .as("a child was missing in round %d", round)
                    .isFalse();
            assertThat(spis(worlds.a())).doesNotContainAnyElementsOf(before);
        }
        worlds.world().judge();
    }

    @Test
    void a_new_ike_sa_that_cannot_be_made_leaves_the_old_one_where_it_was() {
        Worlds worlds = up(5, two());
        Set<Bytes> before = spis(worlds.a());
        worlds.world().loss(1);
        Errand errand = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        worlds.world().runUntil(errand::settled, 100_000);
        worlds.world().calm();
        assertThat(errand.failure()).isPresent();
        assertThat(spis(worlds.a())).isEqualTo(before);
        Errand again = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        worlds.world().runUntilQuiet();
        assertThat(again.succeeded()).isTrue();
        worlds.world().judge();
    }

    @Test
    void an_old_ike_sa_whose_time_has_come_in_vain_tries_again() {
        Worlds worlds = up(6, two().setting(Settings.REAUTHENTICATE, "1000").setting(Settings.LIVENESS, "0"));
        Set<Bytes> before = spis(worlds.a());
        worlds.world().run(650_000);
        worlds.world().loss(1);
        worlds.world().run(360_000);
        assertThat(spis(worlds.a())).as("nobody answered").isEqualTo(before);
        worlds.world().calm();
        worlds.world().run(240_000);
        assertThat(spis(worlds.a())).doesNotContainAnyElementsOf(before);
        worlds.world().judge();
    }

    @Test
    void who_asks_for_the_same_while_it_runs_is_told_when_it_is_done() {
        Worlds worlds = up(7, two());
        int before = worlds.world().capture().size();
        Errand first = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        worlds.world().run(5);
        Errand second = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
        worlds.world().runUntilQuiet();
        assertThat(first.succeeded() && second.succeeded()).isTrue();
        assertThat(worlds.world().capture()).as("one of it").hasSize(before + 8);
        worlds.world().judge();
    }

    /** Taken down at any moment of it: nothing stays. */
    @Test
    void a_connection_that_is_taken_down_meanwhile_is_down() {
        for (int after = 0; after < 200; after += 3) {
            Worlds worlds = up(after, two());
            worlds.a().command(Verb.REAUTHENTICATE, "to-b");
            worlds.world().run(after);
            worlds.a().delete("to-b");
            worlds.world().run(600_000);
            assertThat(worlds.a().sad().entries())
                    .as("after %d: %s", after, worlds.world().transcript())
                    .isEmpty();
            worlds.world().judgeEmpty();
        }
    }

    /** Both ends at once: each makes a new IKE SA, and one of them is left. */
    @Test
    void both_ends_at_once_end_with_one_ike_sa_and_are_never_without_a_child() {
        for (long seed = 0; seed < 40; seed++) {
            Worlds worlds = up(seed, two());
            Set<Bytes> before = spis(worlds.a());
            Errand ours = worlds.a().command(Verb.REAUTHENTICATE, "to-b");
            Errand theirs = worlds.b().command(Verb.REAUTHENTICATE, "to-a");
            assertThat(worlds.world().runUntil(() -> !covered(worlds.a()) || !covered(worlds.b()), 100_000))
                    .as("seed %d: %s", seed, worlds.world().transcript())
                    .isFalse();
            assertThat(ours.succeeded() && theirs.succeeded()).isTrue();
            assertThat(worlds.a().gateway().lanes()).as("seed %d", seed).isEqualTo(1);
            assertThat(worlds.b().gateway().lanes()).as("seed %d", seed).isEqualTo(1);
            assertThat(spis(worlds.a())).hasSize(4).doesNotContainAnyElementsOf(before);
            worlds.world().judge();
        }
    }

    /** Whatever is lost or late, and whatever else both want at the same time: the ends agree, and nothing is left. */
    @Test
    void reauthentication_among_rekeyings_and_losses_leaves_ends_that_agree() {
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = up(seed, two());
            worlds.world().loss(0.2).reordering(0.2).duplication(0.1);
            Site other = seed % 2 == 0 ? worlds.a() : worlds.b();
            worlds.a().command(Verb.REAUTHENTICATE, "to-b");
            worlds.world().run(seed % 97);
            other.command(Verb.REKEY, other == worlds.a() ? "to-b" : "to-a");
            worlds.world().run(seed % 31);
            other.command(Verb.REKEY, other == worlds.a() ? "to-b" : "to-a", "net");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            assertThat(covered(worlds.a()) && covered(worlds.b()))
                    .as("seed %d: %s", seed, worlds.world().transcript())
                    .isTrue();
            worlds.a().delete("to-b");
            worlds.world().judgeEmpty();
        }
    }

    private static Worlds up(long seed, Policies policies) {
        Worlds worlds = Worlds.of(Worlds.empty(seed), policies);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(spis(worlds.a())).hasSize(4);
        return worlds;
    }

    static Policies two() {
        Policies pair = Policies.pair("to-b", "to-a", "a secret of two");
        ChildPolicy net = pair.a().children().get(0);
        ChildPolicy more = new ChildPolicy(
                "more",
                net.suites(),
                List.of(TrafficSelector.parse("10.3.0.0/16")),
                List.of(TrafficSelector.parse("10.4.0.0/16")),
                0);
        return pair.children(net, more);
    }

    /** Whether both directions of both children are there. */
    private static boolean covered(Site site) {
        Set<String> in = new TreeSet<>();
        Set<String> out = new TreeSet<>();
        site.sad().entries().forEach(entry -> (entry.inbound() ? in : out).add(((IpsecSa) entry.sa()).child()));
        return in.size() == 2 && out.size() == 2;
    }

    private static Set<Bytes> spis(Site site) {
        return site.sad().ipsec().stream().map(IpsecSa::spi).collect(Collectors.toSet());
    }
}
