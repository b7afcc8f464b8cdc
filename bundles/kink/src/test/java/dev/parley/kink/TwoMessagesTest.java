package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** CREATE and DELETE between two gateways, optimistic keying (RFC 4430 sections 3.2 and 3.3). */
class TwoMessagesTest {
    @Test
    void two_messages_make_a_pair_of_sas_at_both_ends() {
        Worlds worlds = Worlds.seeded(1);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.world().capture()).hasSize(2);
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    @Test
    void a_delete_takes_everything_away_at_both_ends() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }

    @Test
    void the_responder_may_delete_too() {
        Worlds worlds = Worlds.seeded(3);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().delete("to-a");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }
}
