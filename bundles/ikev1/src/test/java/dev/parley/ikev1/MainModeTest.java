package dev.parley.ikev1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Errand;
import org.junit.jupiter.api.Test;

/** Main mode and quick mode with a pre-shared key, between two gateways (RFC 2409 sections 5.4 and 5.5). */
class MainModeTest {
    @Test
    void nine_messages_make_an_isakmp_sa_and_a_pair_under_it() {
        Worlds worlds = Worlds.seeded(1);
        Errand errand = worlds.a().establish("to-b");
        worlds.settle();
        assertThat(errand.failure()).as(worlds.world().transcript().toString()).isEmpty();
        assertThat(worlds.world().capture()).hasSize(9);
        assertThat(worlds.up(1)).isTrue();
        worlds.world().judge();
    }

    @Test
    void a_deletion_takes_everything_away_at_both_ends() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.settle();
        worlds.a().delete("to-b");
        worlds.settle();
        worlds.world().judgeEmpty();
    }

    @Test
    void the_responder_may_delete_too() {
        Worlds worlds = Worlds.seeded(3);
        worlds.a().establish("to-b");
        worlds.settle();
        worlds.b().delete("to-a");
        worlds.settle();
        worlds.world().judgeEmpty();
    }
}
