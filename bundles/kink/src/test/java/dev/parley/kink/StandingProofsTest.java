package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Fates;
import dev.parley.simulator.Forger;
import dev.parley.simulator.Policies;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds whatever the network does: both sides end; equal SA pairs or none, once the DELETE that a give-up owes has been
 * answered; nothing left behind. No STATUS helps: nobody asks whether the other lives.
 */
class StandingProofsTest {
    private static final int FIRST_DATAGRAMS = 10;
    private static final int SEEDS = 200;
    private static final int FORGED_SEEDS = 60;
    private static final int FUZZ_SEEDS = 5_000;

    /** How the pair comes about. */
    enum Form {
        TWO_MESSAGES(Worlds.policies()),
        THREE_MESSAGES(Worlds.policies().setting("kink.responder-nonce", "yes")),
        KEY_EXCHANGE(Worlds.suites("aes-gcm-16:128", "", "ecp-256"));

        private final Policies policies;

        Form(Policies policies) {
            this.policies = policies.setting("kink.liveness", "0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_MESSAGES", "THREE_MESSAGES"})
    void all_fates_of_the_first_ten_datagrams_of_a_create(Form form) {
        allFates(form, worlds -> {}, worlds -> worlds.a().establish("to-b"));
    }

    @Tag("fuzz")
    @Test
    void all_fates_of_the_first_ten_datagrams_of_a_create_with_a_key_exchange() {
        allFates(Form.KEY_EXCHANGE, worlds -> {}, worlds -> worlds.a().establish("to-b"));
    }

    @Test
    void all_fates_of_the_first_ten_datagrams_of_a_delete() {
        allFates(
                Form.TWO_MESSAGES,
                StandingProofsTest::establish,
                worlds -> worlds.a().delete("to-b"));
    }

    @Tag("fuzz")
    @Test
    void all_fates_of_the_first_ten_datagrams_of_a_delete_by_the_responder() {
        allFates(
                Form.THREE_MESSAGES,
                StandingProofsTest::establish,
                worlds -> worlds.b().delete("to-a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_MESSAGES"})
    void all_fates_of_the_first_ten_datagrams_of_a_rekey(Form form) {
        allFates(form, StandingProofsTest::establish, StandingProofsTest::rekey);
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource(names = {"THREE_MESSAGES", "KEY_EXCHANGE"})
    void all_fates_of_the_first_ten_datagrams_of_other_rekeys(Form form) {
        allFates(form, StandingProofsTest::establish, StandingProofsTest::rekey);
    }

    private static void establish(Worlds worlds) {
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).isTrue();
    }

    private static void rekey(Worlds worlds) {
        worlds.a().command(Verb.REKEY, "to-b");
    }

    private static void allFates(Form form, Consumer<Worlds> before, Consumer<Worlds> act) {
        int[] ends = new int[3];
        for (long lost = 0; lost < 1 << FIRST_DATAGRAMS; lost++) {
            Worlds worlds = Worlds.of(lost, form.policies);
            before.accept(worlds);
            int already = worlds.world().capture().size();
            worlds.world().fates(Fates.of(lost << already, already + FIRST_DATAGRAMS));
            act.accept(worlds);
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            ends[Math.min(2, worlds.a().sad().entries().size() / 2)]++;
            takeDown(worlds);
        }
        System.out.println(form + ": none, one, more pairs in the end: " + Arrays.toString(ends));
    }

    @Test
    void seeds_of_loss_duplication_reordering_and_corruption() {
        bySeeds(0, SEEDS);
    }

    @Tag("fuzz")
    @Test
    void more_seeds_of_loss_duplication_reordering_and_corruption() {
        bySeeds(SEEDS, FUZZ_SEEDS);
    }

    private static void bySeeds(long first, long last) {
        int up = 0;
        for (long seed = first; seed < last; seed++) {
            Worlds worlds = Worlds.of(seed, Form.values()[(int) (seed % 2)].policies);
            worlds.world().loss(0.2).duplication(0.2).reordering(0.2).corruption(0.05);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            up += worlds.up() ? 1 : 0;
            takeDown(worlds);
        }
        assertThat(up).as("CREATEs that end well").isGreaterThan((int) ((last - first) * 98 / 100));
    }

    /** An attacker who sees and adds, and cannot take away, ends nothing and stops nothing. */
    @ParameterizedTest
    @EnumSource(Forger.Place.class)
    void a_mutated_copy_beside_every_datagram_does_no_harm(Forger.Place place) {
        for (long seed = 0; seed < FORGED_SEEDS; seed++) {
            Worlds worlds = Worlds.of(seed, Form.values()[(int) (seed % 2)].policies);
            worlds.world().forger(Forger.mutating(place));
            worlds.a().establish("to-b");
            worlds.settle();
            assertThat(worlds.up()).as("seed %d", seed).isTrue();
            rekey(worlds);
            worlds.settle();
            worlds.world().judge();
            assertThat(worlds.up()).as("seed %d, rekeyed", seed).isTrue();
            takeDown(worlds);
        }
    }

    private static void takeDown(Worlds worlds) {
        worlds.a().delete("to-b");
        worlds.b().delete("to-a");
        worlds.world().judgeEmpty();
    }
}
