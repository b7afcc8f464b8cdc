package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Standing wishes of two ends: whatever happens on the way, both come true, with one IKE SA and one pair of SAs. */
class ConnectionsTest {
    private static final int FEW = 50;
    private static final int SEEDS = 1_000;
    private static final int SEEDS_WITH_TIME = 20_000;
    private static final long MINUTE = 60_000;

    /** Longer than a handshake whose every message but the last is lost, so that no two begin without having crossed. */
    private static final long APART = 3_000;

    /** Longer than a peer that is gone is waited for, and than the longest wait for another attempt. */
    private static final long REPAIR = 20 * MINUTE;

    private static Worlds lossy(long seed) {
        Worlds worlds = Worlds.of(
                Worlds.empty(seed),
                Policies.pair("to-b", "to-a", "a secret of two").setting("liveness", "30"));
        worlds.world().loss(0.2).duplication(0.1).reordering(0.2);
        return worlds;
    }

    /** One IKE SA and one pair at each end, the same at both, and they stay. */
    private static void expectOne(Worlds worlds, long seed) {
        worlds.world().judge();
        worlds.world().runUntil(() -> isOne(worlds), REPAIR);
        for (Site site : List.of(worlds.a(), worlds.b())) {
            assertThat(site.gateway().lanes())
                    .as(
                            "IKE SAs of %s, seed %d\n%s",
                            site.name(), seed, worlds.world().transcript())
                    .isEqualTo(1);
            assertThat(site.sad().entries())
                    .as(
                            "SAs of %s, seed %d\n%s",
                            site.name(), seed, worlds.world().transcript())
                    .hasSize(2);
        }
        worlds.world().judge();
    }

    private static boolean isOne(Worlds worlds) {
        return worlds.up()
                && worlds.a().gateway().lanes() == 1
                && worlds.b().gateway().lanes() == 1;
    }

    @Test
    void two_ends_that_begin_at_once_end_with_one() {
        crossing(0, SEEDS);
    }

    @Tag("fuzz")
    @Test
    void two_ends_that_begin_at_once_end_with_one_whatever_the_seed() {
        crossing(SEEDS, SEEDS_WITH_TIME);
    }

    private static void crossing(long from, int seeds) {
        int twice = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            Worlds worlds = lossy(seed);
            Random chance = new Random(seed);
            worlds.a().up("to-b");
            worlds.world().run(chance.nextInt(4) * 10L);
            worlds.b().up("to-a");
            worlds.world().runUntil(() -> worlds.a().gateway().lanes() == 2, MINUTE);
            twice += worlds.a().gateway().lanes() == 2 ? 1 : 0;
            worlds.world().run(chance.nextInt((int) APART));
            expectOne(worlds, seed);
        }
        assertThat(twice).as("worlds in which there were two").isGreaterThan(seeds / 2);
    }

    @Test
    void what_stays_is_where_the_wish_is_at_home_though_the_other_lingers() {
        for (long seed = 0; seed < FEW; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.a().up("to-b");
            worlds.b().up("to-a");
            worlds.world().run(2_000);
            assertThat(worlds.world().transcript().toString().split("established:", -1))
                    .as("IKE SAs that both made, seed %d", seed)
                    .hasSize(1 + 4);
            worlds.a().establish("to-b");
            worlds.b().establish("to-a");
            worlds.world().run(MINUTE);
            assertThat(isOne(worlds)).as("seed %d", seed).isTrue();
            assertThat(worlds.world().transcript().toString().split("established:", -1))
                    .hasSize(1 + 4);
        }
    }

    @Test
    void whoever_is_restarted_whenever_the_wish_comes_true_again() {
        restarts(0, SEEDS / 2);
    }

    @Tag("fuzz")
    @Test
    void whoever_is_restarted_whenever_the_wish_comes_true_again_whatever_the_seed() {
        restarts(SEEDS, SEEDS_WITH_TIME);
    }

    private static void restarts(long from, int seeds) {
        for (long seed = from; seed < from + seeds; seed++) {
            Worlds worlds = lossy(seed);
            Random chance = new Random(seed);
            worlds.a().up("to-b");
            if (chance.nextBoolean()) {
                worlds.b().up("to-a");
            }
            for (int i = 1 + chance.nextInt(3); i > 0; i--) {
                worlds.world().run(chance.nextInt(chance.nextBoolean() ? 500 : 60_000));
                (chance.nextBoolean() ? worlds.a() : worlds.b()).restart();
            }
            expectOne(worlds, seed);
        }
    }
}
