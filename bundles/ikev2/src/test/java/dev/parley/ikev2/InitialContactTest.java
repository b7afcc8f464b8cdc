package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.AuthPayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "This is the only IKE SA that I have with you" (RFC 7296 sections 2.4 and 3.10.1). */
class InitialContactTest {
    private static final String SAID = "N(INITIAL_CONTACT)";
    private static final Payload INITIAL_CONTACT = NotifyPayload.of(NotifyType.INITIAL_CONTACT);

    @Test
    void both_ends_say_so_in_their_first_ike_auth_and_nowhere_else() {
        Worlds worlds = Worlds.seeded(1);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(saying(worlds.world())).hasSize(2).allMatch(line -> line.contains("IKE_AUTH"));
    }

    @Test
    void a_restarted_initiator_is_accepted_at_once_and_its_old_ike_sa_goes_without_a_delete() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().restart();
        worlds.a().establish("to-b");
        worlds.world().run(2_000);
        assertThat(worlds.up()).isTrue();
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.world().transcript().said()).doesNotContain("D(");
        assertThat(worlds.world().transcript().toString())
                .contains("b  note: INITIAL_CONTACT of a.example in a newer IKE SA")
                .contains("2.4");
        worlds.world().judge();
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
    }

    @Test
    void a_restarted_responder_that_is_called_again_says_so_in_its_answer() {
        World world = Worlds.empty(3);
        Policies first = Policies.pair("to-b", "to-a", "a secret of two");
        Site a = world.gateway("a", first.a(), named(first.a(), "to-b-too"));
        Site b = world.gateway("b", first.b());
        a.establish("to-b");
        world.runUntilQuiet();
        b.restart();
        a.establish("to-b-too");
        world.run(2_000);
        assertThat(a.gateway().lanes()).isEqualTo(1);
        assertThat(a.sad().entries()).hasSize(2);
        world.judge();
    }

    @Test
    void a_second_ike_sa_between_the_same_identities_is_not_the_only_one() {
        World world = Worlds.empty(4);
        Policies first = Policies.pair("to-b", "to-a", "a secret of two");
        Site a = world.gateway("a", first.a(), named(first.a(), "to-b-too"));
        Site b = world.gateway("b", first.b());
        a.establish("to-b");
        a.establish("to-b-too");
        world.runUntilQuiet();
        assertThat(saying(world)).filteredOn(line -> line.startsWith("a")).hasSize(1);
        assertThat(a.sad().entries()).hasSize(4);
        assertThat(b.gateway().lanes()).isEqualTo(2);
        world.judge();
    }

    @Test
    void it_is_said_again_once_the_last_ike_sa_is_gone() {
        Worlds worlds = Worlds.seeded(5);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(saying(worlds.world())).hasSize(4);
    }

    /** Whoever sends it has shown nothing yet. */
    @Test
    void an_initial_contact_of_a_peer_that_is_not_authenticated_ends_nothing() {
        Puppet puppet = Puppet.initiator(6).connected();
        Puppet other = puppet.again();
        other.init();
        List<Payload> forged = new ArrayList<>(other.auth());
        forged.removeIf(AuthPayload.class::isInstance);
        forged.add(new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, Bytes.zeros(32)));
        forged.add(INITIAL_CONTACT);
        assertThat(other.one(other.deliver(other.sealed(ExchangeType.IKE_AUTH, 0, 1, forged)))
                        .notifies())
                .contains(NotifyType.AUTHENTICATION_FAILED);
        puppet.skip();
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, 0, 2)))
                .hasSize(1);
    }

    @Test
    void an_authenticated_peer_that_says_so_has_one_ike_sa_afterwards_and_one_that_does_not_has_two() {
        for (boolean says : new boolean[] {true, false}) {
            Puppet puppet = Puppet.initiator(7).connected();
            Puppet other = puppet.again();
            other.init();
            List<Payload> auth = new ArrayList<>(other.auth());
            if (says) {
                auth.add(INITIAL_CONTACT);
            }
            other.deliver(other.sealed(ExchangeType.IKE_AUTH, 0, 1, auth));
            assertThat(puppet.site.gateway().lanes()).isEqualTo(says ? 1 : 2);
            assertThat(puppet.site.sad().entries()).hasSize(says ? 2 : 4);
        }
    }

    /** Section 2.4: elsewhere it MAY be ignored, and so it is. */
    @Test
    void an_initial_contact_after_ike_auth_is_ignored() {
        Puppet puppet = Puppet.initiator(8).connected();
        Puppet other = puppet.again();
        other.init();
        other.deliver(other.sealed(ExchangeType.IKE_AUTH, 0, 1, other.auth()));
        other.deliver(other.sealed(ExchangeType.INFORMATIONAL, 0, 2, INITIAL_CONTACT));
        assertThat(puppet.site.sad().entries()).hasSize(4);
    }

    @Test
    void the_ike_sas_of_another_peer_stay() {
        World world = Worlds.empty(9);
        Policies ab = Policies.pair("to-b", "to-a", "a secret of two");
        Policies cb = Policies.pair("to-b", "to-c", "another secret").between("10.0.0.3", "10.0.0.2");
        Site a = world.gateway("a", ab.a());
        Site b = world.gateway(
                "b", ab.b(), between(cb.b(), cb.b().local(), called(cb.b().remote(), "c.example")));
        Site third = world.gateway(
                "c", between(cb.a(), called(cb.a().local(), "c.example"), cb.a().remote()));
        a.establish("to-b");
        third.establish("to-b");
        world.runUntilQuiet();
        assertThat(b.sad().entries()).hasSize(4);
        third.restart();
        third.establish("to-b");
        world.run(2_000);
        assertThat(b.sad().entries()).hasSize(4);
        assertThat(a.sad().entries()).hasSize(2);
        world.judge();
    }

    /** Where many peers share an identity, none of them speaks for the others. */
    @Test
    void a_policy_can_turn_it_off() {
        Worlds worlds = Worlds.of(
                Worlds.empty(10),
                Policies.pair("to-b", "to-a", "a secret of two").setting(Settings.INITIAL_CONTACT, "ignore"));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().restart();
        worlds.a().establish("to-b");
        worlds.world().run(2_000);
        assertThat(saying(worlds.world())).isEmpty();
        assertThat(worlds.b().gateway().lanes()).isEqualTo(2);
        worlds.world().run(600_000);
        assertThat(worlds.b().gateway().lanes())
                .as("the old one is noticed all the same")
                .isEqualTo(1);
        worlds.world().judge();
    }

    /** Both say that theirs is the only one, and both are right when they say it. */
    @Test
    void two_ends_that_call_each_other_at_once_end_nothing_of_each_other() {
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(0.3).reordering(0.2);
            worlds.a().establish("to-b");
            worlds.world().run(seed % 60);
            worlds.b().establish("to-a");
            worlds.world().runUntilQuiet();
            assertThat(worlds.world().transcript().toString())
                    .as("seed %d", seed)
                    .doesNotContain("it does not have this one any more");
            worlds.world().judge();
        }
    }

    /** Power cuts at any time, of either end, and whoever was cut calls again: in the end both have the same, and nothing else. */
    @Test
    void restarts_in_the_middle_of_anything_leave_the_ends_with_the_same() {
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(0.2);
            worlds.a().establish("to-b");
            for (int cut = 0; cut < 3; cut++) {
                worlds.world().run(37 * (seed + cut) % 4_000);
                Site site = (seed + cut) % 2 == 0 ? worlds.a() : worlds.b();
                site.restart();
                site.establish(site == worlds.a() ? "to-b" : "to-a");
            }
            worlds.world().runUntilQuiet();
            worlds.world().judge();
        }
    }

    private static Policy named(Policy of, String name) {
        return new Policy(
                name,
                of.protocol(),
                of.local(),
                of.remote(),
                of.secret(),
                of.suites(),
                of.children(),
                of.lifetimeSeconds(),
                of.settings());
    }

    private static Policy between(Policy of, PolicyEnd local, PolicyEnd remote) {
        return new Policy(
                of.name(),
                of.protocol(),
                local,
                remote,
                of.secret(),
                of.suites(),
                of.children(),
                of.lifetimeSeconds(),
                of.settings());
    }

    private static PolicyEnd called(PolicyEnd end, String identity) {
        return new PolicyEnd(end.endpoint(), end.encapsulatedPort(), Identity.parse(identity));
    }

    private static List<String> saying(World world) {
        return world.transcript()
                .said()
                .lines()
                .filter(line -> line.contains(SAID))
                .toList();
    }
}
