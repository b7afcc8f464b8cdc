package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Fates;
import dev.parley.simulator.Policies;
import org.junit.jupiter.api.Test;

/**
 * What holds whatever the network does: both sides end; equal SA pairs or none, once the DELETE that a give-up owes has been
 * answered; nothing left behind.
 */
class StandingProofsTest {
    private static final int FIRST_DATAGRAMS = 10;
    private static final int SEEDS = 1_000;

    @Test
    void all_fates_of_the_first_ten_datagrams_of_a_create_in_two_messages() {
        allFates(Worlds.policies());
    }

    @Test
    void all_fates_of_the_first_ten_datagrams_of_a_create_in_three_messages() {
        allFates(Worlds.policies().setting("kink.responder-nonce", "yes"));
    }

    private static void allFates(Policies policies) {
        int up = 0;
        for (int lost = 0; lost < 1 << FIRST_DATAGRAMS; lost++) {
            Worlds worlds = Worlds.of(lost, policies);
            worlds.world().fates(Fates.of(lost, FIRST_DATAGRAMS));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            up += worlds.up() ? 1 : 0;
            takeDown(worlds);
        }
        System.out.println(up + " of " + (1 << FIRST_DATAGRAMS) + " end with a pair");
        assertThat(up).isGreaterThan(1 << FIRST_DATAGRAMS - 1);
    }

    @Test
    void a_thousand_seeds_of_loss_duplication_and_reordering() {
        int up = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(0.2).duplication(0.2).reordering(0.2);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            up += worlds.up() ? 1 : 0;
            takeDown(worlds);
        }
        assertThat(up).as("CREATEs that end well").isGreaterThan(SEEDS * 99 / 100);
    }

    private static void takeDown(Worlds worlds) {
        if (!worlds.a().sad().entries().isEmpty()) {
            worlds.a().delete("to-b");
        }
        worlds.world().judgeEmpty();
    }
}
