package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import org.junit.jupiter.api.Test;

/** SAs that end and are replaced in time (RFC 7296 section 2.8). */
class LifetimesTest {
    private static final long DAY = 86_400_000;
    private static final long STEP = 1_000;
    private static final int CHILD_SECONDS = 60;
    private static final int IKE_SECONDS = 300;

    /** Both ends have the same lifetimes: only chance keeps them from rekeying at once. */
    @Test
    void an_ike_sa_and_its_child_live_for_a_day_without_a_moment_of_silence() {
        Worlds worlds = Worlds.of(
                Worlds.empty(1), Policies.pair("to-b", "to-a", "a secret").lifetimes(IKE_SECONDS, CHILD_SECONDS));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        long most = 0;
        for (long at = 0; at < DAY; at += STEP) {
            worlds.world().run(STEP);
            assertThat(worlds.a().sad().entries().size()).as("at a").isGreaterThanOrEqualTo(2);
            assertThat(worlds.b().sad().entries().size()).as("at b").isGreaterThanOrEqualTo(2);
            most = Math.max(most, worlds.a().sad().entries().size());
        }
        assertThat(most).as("no pile of pairs").isLessThanOrEqualTo(6);
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        String told = worlds.world().transcript().toString();
        assertThat(told).doesNotContain("its lifetime is over").doesNotContain("did not delete it");
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
    }

    /** Section 2.8: a rekeyed IKE SA counts from 0 again, and twenty of them in a row leave one. */
    @Test
    void twenty_ike_sas_in_a_row_leave_one() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        for (int i = 0; i < 20; i++) {
            boolean byA = i % 3 > 0;
            assertThat((byA ? worlds.a() : worlds.b()).command(Verb.REKEY, byA ? "to-b" : "to-a"))
                    .satisfies(errand -> {
                        worlds.world().runUntilQuiet();
                        assertThat(errand.failure()).isEmpty();
                    });
            worlds.world().run(50);
            assertThat(worlds.up()).as("after %d", i).isTrue();
        }
        worlds.world().judge();
        assertThat(worlds.a().gateway().keys()).isEqualTo(2);
        worlds.b().delete("to-a");
        worlds.world().judgeEmpty();
    }
}
