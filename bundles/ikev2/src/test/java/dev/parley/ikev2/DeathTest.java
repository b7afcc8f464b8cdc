package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever stage a peer dies at, what is shared with it ends within a bound (RFC 7296 section 2.4): half-open, half-made, half-closed.
 */
class DeathTest {
    /** A liveness check after half a minute, a dozen sendings over four minutes, and the same for a deletion of what is left. */
    private static final long LONGEST = 600_000;

    /** Longer than any of these conversations is in datagrams. */
    private static final int STAGES = 14;

    /** What is going on when it happens. */
    enum Scene {
        BEGINNING(worlds -> worlds.a().establish("to-b")),
        BEGUN_BY_BOTH(worlds -> {
            worlds.a().establish("to-b");
            worlds.b().establish("to-a");
        }),
        CREATING_A_CHILD(worlds -> worlds.a().establish("to-b"), two()),
        REPLACING_A_CHILD(worlds -> worlds.a().command(Verb.REKEY, "to-b", "net")),
        REPLACING_THE_IKE_SA(worlds -> worlds.a().command(Verb.REKEY, "to-b")),
        BOTH_REPLACING_THE_IKE_SA(worlds -> {
            worlds.a().command(Verb.REKEY, "to-b");
            worlds.b().command(Verb.REKEY, "to-a");
        }),
        BOTH_REPLACING_A_CHILD(worlds -> {
            worlds.a().command(Verb.REKEY, "to-b", "net");
            worlds.b().command(Verb.REKEY, "to-a", "net");
        }),
        REAUTHENTICATING(worlds -> worlds.a().command(Verb.REAUTHENTICATE, "to-b")),
        DELETING_A_CHILD(worlds -> worlds.a().command(Verb.DELETE, "to-b", "net")),
        DELETING_THE_IKE_SA(worlds -> worlds.a().delete("to-b")),
        BOTH_DELETING_THE_IKE_SA(worlds -> {
            worlds.a().delete("to-b");
            worlds.b().delete("to-a");
        }),
        ASKING_WHETHER_IT_LIVES(worlds -> worlds.a().probe("to-b")),
        NOTHING(worlds -> {});

        private final Consumer<Worlds> action;
        private final Policies policies;

        Scene(Consumer<Worlds> action) {
            this(action, Policies.pair("to-b", "to-a", "a secret of two"));
        }

        Scene(Consumer<Worlds> action, Policies policies) {
            this.action = action;
            this.policies = policies;
        }

        private static Policies two() {
            return ReauthenticationTest.two();
        }

        private Worlds begun(long seed) {
            Worlds worlds = Worlds.of(Worlds.empty(seed), policies);
            if (this != BEGINNING && this != BEGUN_BY_BOTH) {
                worlds.a().establish("to-b");
                worlds.world().runUntilQuiet();
            }
            action.accept(worlds);
            return worlds;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_peer_that_falls_silent_at_any_stage_leaves_nothing_at_either_end(Scene scene) {
        for (int stage = 0; stage < STAGES; stage++) {
            for (boolean first : new boolean[] {true, false}) {
                Worlds worlds = at(scene, stage);
                (first ? worlds.a() : worlds.b()).silence();
                worlds.world().run(LONGEST);
                assertThat(worlds.world().quiet()).isTrue();
                worlds.world().judgeEmpty();
            }
        }
    }

    /** A power cut: the dead one is up again and knows nothing, the other end notices by silence under protection. */
    @ParameterizedTest
    @EnumSource
    void a_peer_that_forgets_everything_at_any_stage_leaves_nothing_one_sided(Scene scene) {
        for (int stage = 0; stage < STAGES; stage++) {
            for (boolean first : new boolean[] {true, false}) {
                Worlds worlds = at(scene, stage);
                (first ? worlds.a() : worlds.b()).restart();
                worlds.world().run(LONGEST);
                assertThat(worlds.world().quiet()).isTrue();
                worlds.world().judge();
                worlds.a().delete("to-b");
                worlds.b().delete("to-a");
                worlds.world().judgeEmpty();
            }
        }
    }

    /** Who asked is told, whatever becomes of the peer. */
    @ParameterizedTest
    @EnumSource
    void who_asked_is_told_in_time(Scene scene) {
        for (int stage = 0; stage < STAGES; stage++) {
            Worlds worlds = at(scene, stage);
            worlds.b().silence();
            worlds.world().run(LONGEST);
            for (Site site : worlds.world().sites()) {
                assertThat(site.errands()).as("%s at stage %d", scene, stage).allMatch(Errand::settled);
            }
        }
    }

    /** Taken down at any moment of the handshake: a peer that believes in an IKE SA is told, and does not have to find out. */
    @Test
    void a_connection_that_is_taken_down_before_it_is_up_leaves_nothing_at_the_peer() {
        for (int after = 0; after < 120; after++) {
            Worlds worlds = Worlds.of(
                    Worlds.empty(after),
                    Policies.pair("to-b", "to-a", "a secret of two").setting("liveness", "0"));
            worlds.a().establish("to-b");
            worlds.world().run(after);
            worlds.a().delete("to-b");
            worlds.world().run(60_000);
            assertThat(worlds.a().errands()).allMatch(Errand::settled);
            worlds.world().judgeEmpty();
        }
    }

    /** What is dismissed goes once, however much happens before it can. */
    @Test
    void what_is_taken_down_while_its_child_is_being_installed_is_deleted_once() {
        Innards innards = new Innards();
        Worlds worlds = Worlds.of(
                World.seeded(1).with(new OakleyComponent(), new CiphersComponent()),
                Policies.pair("to-b", "to-a", "a secret of two"));
        List<String> states = new ArrayList<>();
        worlds.a().plug(innards);
        worlds.a()
                .plug(() -> List.of(new DrainTest.Meanwhile(() -> {
                    for (int i = 0; i < 3; i++) {
                        innards.last().handle(new Input.TimerExpired(new Moment(0, 0), "0/nothing"));
                    }
                    states.add(innards.state());
                })));
        worlds.b().plug(new Ikev2Component());
        Errand up = worlds.a().establish("to-b");
        worlds.world().runUntil(() -> worlds.b().sad().entries().size() == 2, 1_000);
        worlds.a().delete("to-b");
        worlds.world().run(60_000);
        assertThat(up.failure()).isPresent();
        assertThat(states).isNotEmpty().allMatch(state -> state.contains("agenda.queue: 1\n"));
        worlds.world().judgeEmpty();
    }

    /** The same, and the connection is wanted again at once: the one that goes does not take the new one's name along. */
    @Test
    void a_connection_that_is_taken_down_and_wanted_again_at_once_is_up_and_can_be_commanded() {
        for (int after = 0; after < 120; after++) {
            Worlds worlds = Worlds.seeded(after);
            worlds.a().establish("to-b");
            worlds.world().run(after);
            Errand down = worlds.a().delete("to-b");
            worlds.world().runUntil(down::settled, 10_000);
            Errand again = worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().run(30_000);
            assertThat(again.succeeded())
                    .as("after %d: %s", after, worlds.world().transcript())
                    .isTrue();
            assertThat(worlds.up()).isTrue();
            Errand probe = worlds.a().probe("to-b");
            worlds.world().runUntilQuiet();
            assertThat(probe.succeeded())
                    .as("after %d: %s", after, worlds.world().transcript())
                    .isTrue();
            worlds.a().delete("to-b");
            worlds.world().judgeEmpty();
        }
    }

    /** Section 2.4: the bound is the policy's: silence, then the sendings of one request. */
    @Test
    void a_policy_bounds_how_long_a_dead_peer_goes_unnoticed() {
        Policies quick = Policies.pair("to-b", "to-a", "a secret of two")
                .setting("liveness", "5")
                .setting("retransmit-first-ms", "200")
                .setting("retransmit-tries", "5");
        // 5 s of silence; then 200 ms, each wait 1.6 times the last, after 5 sendings
        long bound = 5_000 + (long) (200 * (1 + 1.6 + 1.6 * 1.6 + 1.6 * 1.6 * 1.6 + 1.6 * 1.6 * 1.6 * 1.6));
        for (long when = 0; when < 20_000; when += 700) {
            Worlds worlds = Worlds.of(Worlds.empty(when), quick);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().run(when);
            worlds.b().silence();
            worlds.world().run(bound + 50);
            assertThat(worlds.a().sad().entries()).as("after %d", when).isEmpty();
            assertThat(worlds.a().gateway().lanes()).isZero();
        }
    }

    private static Worlds at(Scene scene, int stage) {
        Worlds worlds = scene.begun(stage);
        int sent = worlds.world().capture().size();
        worlds.world().runUntil(() -> worlds.world().capture().size() >= sent + stage, 20_000);
        return worlds;
    }
}
