package dev.parley.ikev1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Fates;
import dev.parley.simulator.Forger;
import dev.parley.simulator.Policies;
import org.junit.jupiter.api.Test;

/** What holds whatever the network does: both sides end, with equal pairs of SAs or none, and nothing is left behind. */
class StandingProofsTest {
    private static final int FIRST_DATAGRAMS = 9;
    private static final int SEEDS = 500;
    private static final int FORGED_SEEDS = 200;

    @Test
    void all_fates_of_the_first_nine_datagrams_of_main_and_quick_mode() {
        allFates(Worlds.policies());
    }

    @Test
    void all_fates_of_the_first_nine_datagrams_of_aggressive_and_quick_mode() {
        allFates(Worlds.policies().setting("ikev1.mode", "aggressive"));
    }

    private static void allFates(Policies policies) {
        int up = 0;
        for (int lost = 0; lost < 1 << FIRST_DATAGRAMS; lost++) {
            Worlds worlds = Worlds.of(lost, policies);
            worlds.world().fates(Fates.of(lost, FIRST_DATAGRAMS));
            up += connected(worlds) ? 1 : 0;
        }
        // two masks lose all eight copies of the first message
        assertThat(up).as("handshakes that end well").isEqualTo((1 << FIRST_DATAGRAMS) - 2);
    }

    @Test
    void seeds_of_loss_duplication_and_reordering() {
        int up = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(0.2).duplication(0.2).reordering(0.2);
            up += connected(worlds) ? 1 : 0;
        }
        assertThat(up).as("handshakes that end well").isGreaterThan(SEEDS * 98 / 100);
    }

    @Test
    void duplicates_without_loss_are_no_reason_to_talk_for_ever() {
        for (long seed = 0; seed < 20; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().duplication(1);
            worlds.a().establish("to-b");
            worlds.settle();
            worlds.world().run(60_000);
            long handshake = worlds.world().capture().stream()
                    .filter(each -> each.octets().at(18) != 5)
                    .count();
            // each arrives twice
            assertThat(handshake).isLessThanOrEqualTo(2 * 20);
            assertThat(worlds.up(1)).isTrue();
        }
    }

    @Test
    void a_forged_copy_in_front_of_every_datagram_does_not_win() {
        forged(Forger.Place.BEFORE);
    }

    @Test
    void a_forged_copy_behind_every_datagram_does_not_win() {
        forged(Forger.Place.AFTER);
    }

    private static void forged(Forger.Place place) {
        int up = 0;
        for (long seed = 0; seed < FORGED_SEEDS; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().forger(Forger.mutating(place));
            up += connected(worlds) ? 1 : 0;
        }
        System.out.println(place + " " + up + " of " + FORGED_SEEDS);
        assertThat(up).as("handshakes that end well").isGreaterThanOrEqualTo(FORGED_SEEDS * 99 / 100);
    }

    /** Whether a pair came up; whatever came is taken down again, and nothing is left. */
    private static boolean connected(Worlds worlds) {
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        boolean up = worlds.up(1);
        if (!worlds.a().sad().entries().isEmpty()) {
            worlds.a().delete("to-b");
        }
        worlds.world().judgeEmpty();
        return up;
    }
}
