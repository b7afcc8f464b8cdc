package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Fates;
import dev.parley.simulator.Forger;
import dev.parley.simulator.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds whatever the network does: both sides end; equal SA pairs or none; no SA without authentication; at most three times
 * the octets to an unproven address; nothing left behind.
 */
class StandingProofsTest {
    private static final int FIRST_DATAGRAMS = 8;
    private static final int SEEDS = 1_000;

    @Test
    void all_fates_of_the_first_eight_datagrams() {
        for (int lost = 0; lost < 1 << FIRST_DATAGRAMS; lost++) {
            Worlds worlds = Worlds.seeded(lost);
            worlds.world().fates(Fates.of(lost, FIRST_DATAGRAMS));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            takeDown(worlds);
        }
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
        assertThat(up).as("handshakes that end well").isGreaterThan(SEEDS * 99 / 100);
    }

    @ParameterizedTest
    @EnumSource(Forger.Place.class)
    void a_mutated_copy_beside_every_datagram_ends_no_sa(Forger.Place place) {
        int up = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().forger(Forger.mutating(place));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            boolean established = worlds.up();
            worlds.world().run(120_000);
            assertThat(worlds.up())
                    .as(worlds.evidence("nothing established is lost"))
                    .isEqualTo(established);
            worlds.world().judge();
            up += established ? 1 : 0;
            takeDown(worlds);
        }
        System.out.println("forger " + place + ": " + up + " of " + SEEDS + " handshakes end well");
        assertThat(up).as("handshakes that end well").isGreaterThan(SEEDS * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource(Forger.Place.class)
    void a_forger_who_cannot_see_the_answers_stops_no_handshake(Forger.Place place) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().forger(Forger.mutating(place).onlyFrom(worlds.a()));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            assertThat(worlds.up()).as(worlds.evidence("both are up")).isTrue();
            worlds.world().judge();
            takeDown(worlds);
        }
    }

    @Test
    void duplicates_without_loss_cost_a_handful_of_datagrams() {
        for (long seed = 0; seed < 100; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().duplication(1.0);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            assertThat(worlds.up()).isTrue();
            assertThat(worlds.world().capture().size())
                    .as(worlds.evidence("datagrams"))
                    .isLessThanOrEqualTo(4 + 6);
            worlds.world().judge();
        }
    }

    private static void takeDown(Worlds worlds) {
        Site a = worlds.a();
        if (!a.sad().entries().isEmpty()) {
            a.delete("to-b");
        }
        worlds.world().judgeEmpty();
    }
}
