package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.engine.Limits;
import dev.parley.ikev2.Puppet.Heard;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who lives, who is dead, and plug-ins that leave (RFC 7296 sections 2.4 and 2.21.4). */
class LivenessTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final int TEN_MINUTES = 600_000;

    /** Section 2.4: a peer that is silent is asked, and all that is shared with it goes once it does not answer. */
    @Test
    void a_dead_peer_is_noticed_and_everything_is_removed() {
        Worlds worlds = Worlds.seeded(1);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().silence();
        worlds.world().run(TEN_MINUTES);
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.a().gateway().lanes()).isZero();
        assertThat(worlds.a().gateway().timers()).isZero();
    }

    @Test
    void a_living_peer_that_has_nothing_to_say_stays() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.world().run(TEN_MINUTES);
        assertThat(worlds.up()).isTrue();
    }

    /** Section 2.4: a peer that was restarted knows nothing, and its unprotected INVALID_IKE_SPI alone proves nothing. */
    @Test
    void a_restarted_peer_is_noticed_by_its_silence_under_protection() {
        Worlds worlds = Worlds.seeded(3);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().restart();
        worlds.a().probe("to-b");
        worlds.world().run(2_000);
        assertThat(worlds.a().sad().entries()).as("a hint ends nothing").hasSize(2);
        worlds.world().run(TEN_MINUTES);
        assertThat(worlds.a().sad().entries()).isEmpty();
    }

    /** Section 2.4: only a fresh, authenticated message is evidence of life. */
    @Test
    void unprotected_messages_and_replays_are_no_evidence_of_life() {
        Puppet puppet = Puppet.initiator(4).connected();
        Bytes old = puppet.sealed(INFORMATIONAL, 0, 2);
        puppet.deliver(old);
        for (int i = 0; i < TEN_MINUTES / 1_000; i++) {
            puppet.put(puppet.clear(INFORMATIONAL, 0, 3));
            puppet.put(puppet.clear(INFORMATIONAL, IkeFlags.RESPONSE, 0, NotifyPayload.of(NotifyType.INVALID_IKE_SPI)));
            puppet.put(old);
            puppet.world.run(1_000);
        }
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.4: what proves nothing does not put the question off either, not by a millisecond. */
    @Test
    void nothing_without_fresh_cryptographic_evidence_postpones_the_question_whether_the_peer_lives() {
        Puppet alone = Puppet.initiator(41).connected();
        alone.deliver(alone.sealed(INFORMATIONAL, 0, 2));
        long due = asked(alone, () -> {});

        Puppet attacked = Puppet.initiator(41).connected();
        Bytes old = attacked.sealed(INFORMATIONAL, 0, 2);
        Heard answer = attacked.one(attacked.deliver(old));
        Bytes tampered = old.slice(0, old.length() - 1);
        List<Bytes> worthless = List.of(
                old,
                answer.captured().octets(),
                attacked.message1,
                Bytes.concat(tampered, Bytes.of(old.at(old.length() - 1) ^ 1)),
                attacked.clear(ExchangeType.IKE_SA_INIT, IkeFlags.RESPONSE, 0),
                attacked.sealed(INFORMATIONAL, 0, 9),
                attacked.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 5));
        assertThat(asked(attacked, () -> worthless.forEach(attacked::put))).isEqualTo(due);
    }

    /** When the gateway asks, milliseconds since the world began; {@code meanwhile} happens twenty times a second. */
    private static long asked(Puppet puppet, Runnable meanwhile) {
        puppet.heard();
        while (puppet.world.now() < TEN_MINUTES) {
            meanwhile.run();
            puppet.world.run(50);
            Optional<Heard> question = puppet.heard().stream()
                    .filter(heard -> heard.header().exchangeType() == INFORMATIONAL && !heard.response())
                    .findFirst();
            if (question.isPresent()) {
                return question.get().captured().time();
            }
        }
        throw new AssertionError("nobody was asked");
    }

    /** Section 2.4: while the peer speaks it need not be asked. */
    @Test
    void a_peer_that_speaks_is_not_asked() {
        Puppet puppet = Puppet.initiator(5).connected();
        puppet.heard();
        for (int i = 0; i < 20; i++) {
            assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2 + i))).allMatch(Puppet.Heard::response);
            puppet.world.run(10_000);
            assertThat(puppet.heard()).isEmpty();
        }
    }

    /** Section 2.4: half-open SAs do not stay. */
    @Test
    void a_half_open_sa_expires() {
        Puppet puppet = Puppet.initiator(6);
        puppet.init();
        assertThat(puppet.site.gateway().halfOpen()).isEqualTo(1);
        puppet.world.run(Limits.HALF_OPEN_MILLIS + 1_000);
        assertThat(puppet.site.gateway().halfOpen()).isZero();
        assertThat(puppet.forgotten()).isTrue();
        assertThat(puppet.site.gateway().timers()).isZero();
    }

    /** Section 2.6, RFC 9000 section 8: copies of one small request do not make the responder a reflector. */
    @Test
    void an_unproven_address_gets_no_more_than_three_times_what_came_from_it() {
        Puppet puppet = Puppet.initiator(7);
        Bytes request = puppet.clear(ExchangeType.IKE_SA_INIT, 0, 0, puppet.hello());
        long in = 0;
        long out = 0;
        for (int i = 0; i < 40; i++) {
            in += request.length();
            out += puppet.deliver(request).stream()
                    .mapToLong(heard -> heard.captured().octets().length())
                    .sum();
            assertThat(out).isLessThanOrEqualTo(3 * in);
        }
    }

    /** For a while without a cipher: the IKE SA cannot speak, and is none the worse for it afterwards. */
    @Test
    void an_sa_whose_algorithms_leave_survives_and_can_be_deleted_when_they_are_back() {
        Contribution ciphers = new CiphersComponent();
        World world = World.seeded(8).with(new Ikev2Component(), new OakleyComponent(), ciphers);
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two");
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        a.establish("to-b");
        world.runUntilQuiet();
        a.unplug(ciphers);
        a.probe("to-b");
        world.run(5_000);
        assertThat(a.sad().entries()).hasSize(2);
        assertThat(a.errands().get(1).failure()).as("asked without a cipher").isPresent();
        a.plug(ciphers);
        world.run(5_000);
        assertThat(a.gateway().counters()).doesNotContainKey("bug");
        a.delete("to-b");
        world.runUntilQuiet();
        assertThat(a.errands().get(2).succeeded()).isTrue();
        assertThat(b.sad().entries()).isEmpty();
        world.judgeEmpty();
    }

    /** The liveness check falls into the time without: nothing happens, and it is made up for. */
    @Test
    void a_liveness_check_without_algorithms_is_put_off() {
        Contribution ciphers = new CiphersComponent();
        World world = World.seeded(9).with(new Ikev2Component(), new OakleyComponent(), ciphers);
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two");
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        a.establish("to-b");
        world.runUntilQuiet();
        a.unplug(ciphers);
        world.run(45_000);
        assertThat(a.gateway().lanes()).isEqualTo(1);
        assertThat(a.sad().entries()).hasSize(2);
        a.plug(ciphers);
        world.run(TEN_MINUTES);
        assertThat(a.sad().entries()).hasSize(2);
        assertThat(b.sad().entries()).hasSize(2);
        b.silence();
        world.run(TEN_MINUTES);
        assertThat(a.sad().entries()).isEmpty();
    }

    /** The algorithms leave between a request and our answer: it is answered when it comes again. */
    @Test
    void a_request_that_could_not_be_answered_is_answered_when_it_comes_again() {
        for (int after = 0; after < 40; after++) {
            Contribution ciphers = new CiphersComponent();
            World world = World.seeded(after).with(new Ikev2Component(), new OakleyComponent(), ciphers);
            Policies policies = Policies.pair("to-b", "to-a", "a secret of two");
            Site a = world.gateway("a", policies.a());
            Site b = world.gateway("b", policies.b());
            a.establish("to-b");
            world.runUntilQuiet();
            a.command(Verb.DELETE, "to-b", "net");
            world.run(after / 2);
            b.unplug(ciphers);
            world.run(1_000 + after);
            b.plug(ciphers);
            world.runUntilQuiet();
            assertThat(a.errands().get(1).succeeded()).as("after %s", after).isTrue();
            assertThat(b.sad().entries()).isEmpty();
            assertThat(b.gateway().lanes()).as("after %s", after).isEqualTo(1);
        }
    }

    /** Its lifetime is over and it cannot speak: it goes all the same. */
    @Test
    void an_sa_whose_lifetime_ends_without_algorithms_ends() {
        Contribution ciphers = new CiphersComponent();
        World world = World.seeded(9).with(new Ikev2Component(), new OakleyComponent(), ciphers);
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two").lifetimes(60, 0);
        Site a = world.gateway("a", policies.a());
        world.gateway("b", policies.b());
        a.establish("to-b");
        world.runUntilQuiet();
        a.unplug(ciphers);
        world.run(61_000);
        assertThat(a.sad().entries()).isEmpty();
        assertThat(a.gateway().lanes()).isZero();
    }

    /** A method that leaves while its public value is under way: refused in words, and nothing is left. */
    @Test
    void a_key_exchange_that_leaves_in_mid_turn_ends_the_handshake_only() {
        for (int after = 0; after < 120; after += 3) {
            Contribution oakley = new OakleyComponent();
            World world = World.seeded(after).with(new Ikev2Component(), oakley, new CiphersComponent());
            Policies policies = Policies.pair("to-b", "to-a", "a secret of two");
            Site a = world.gateway("a", policies.a());
            Site b = world.gateway("b", policies.b());
            a.establish("to-b");
            world.run(after);
            a.unplug(oakley);
            b.unplug(oakley);
            world.runUntilQuiet();
            assertThat(a.errands()).allMatch(errand -> errand.settled());
            a.plug(oakley);
            b.plug(oakley);
            a.establish("to-b");
            world.runUntilQuiet();
            world.judge();
            assertThat(a.sad().entries()).as("after %s ms", after).hasSize(2);
        }
    }
}
