package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.Policies;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IKE_SA_INIT, IKE_AUTH and INFORMATIONAL between two gateways (RFC 7296 sections 1.2 and 1.4). */
class FourMessagesTest {
    @Test
    void four_messages_make_an_ike_sa_and_a_pair_of_esp_sas() {
        Worlds worlds = Worlds.seeded(42);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.world().capture()).hasSize(4);
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
    }

    @Test
    void a_delete_of_the_ike_sa_takes_everything_away_at_both_ends() {
        Worlds worlds = Worlds.seeded(43);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }

    @Test
    void the_responder_may_delete_too() {
        Worlds worlds = Worlds.seeded(44);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().delete("to-a");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }

    @Test
    void deletes_that_cross_leave_nothing() {
        Worlds worlds = Worlds.seeded(45);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().delete("to-b");
        worlds.b().delete("to-a");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
        assertThat(worlds.a().errands()).allMatch(errand -> errand.settled());
    }

    @ParameterizedTest
    @CsvSource({
        "aes-gcm-16:128, , x25519",
        "aes-gcm-16:256, , modp-2048",
        "aes-cbc:128, hmac-sha2-256-128, x25519",
        "aes-cbc:256, hmac-sha2-256-128, modp-2048"
    })
    void every_suite_makes_equal_keys(String encryption, String integrity, String keyExchange) {
        Policies policies = Policies.pair(
                "to-b",
                "to-a",
                "a secret of two",
                Policies.suite(encryption, Optional.ofNullable(integrity), "hmac-sha2-256", keyExchange));
        Worlds worlds = Worlds.of(Worlds.empty(7), policies);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
    }

    @Test
    void the_same_seed_gives_the_same_transcript_octet_for_octet() {
        assertThat(transcript(5)).isEqualTo(transcript(5)).isNotEqualTo(transcript(6));
    }

    private static String transcript(long seed) {
        Worlds worlds = Worlds.seeded(seed);
        worlds.world().loss(0.2).duplication(0.2).reordering(0.2);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        return worlds.world().transcript().toString();
    }
}
