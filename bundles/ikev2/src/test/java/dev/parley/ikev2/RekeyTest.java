package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Key;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Children and IKE SAs replaced in two messages (RFC 7296 sections 1.3.2, 1.3.3, 2.8, 2.17, 2.18). */
class RekeyTest {
    private static final String CHILD =
            Policies.pair("to-b", "to-a", "s").a().children().get(0).name();

    @Test
    void a_child_is_replaced_in_two_messages_and_the_old_one_deleted_afterwards() {
        Worlds worlds = up(1);
        Set<Key> before = keys(worlds.a());
        int sent = worlds.world().capture().size();
        worlds.a().command(Verb.REKEY, "to-b", CHILD);
        worlds.world().runUntilQuiet();
        worlds.world().run(1_000);
        assertThat(worlds.world().capture()).hasSize(sent + 4);
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
        assertThat(keys(worlds.a())).doesNotContainAnyElementsOf(before).isEqualTo(keys(worlds.b()));
    }

    @Test
    void the_responder_of_the_ike_sa_may_replace_a_child_too() {
        Worlds worlds = up(2);
        Set<Key> before = keys(worlds.a());
        worlds.b().command(Verb.REKEY, "to-a", CHILD);
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(keys(worlds.a())).doesNotContainAnyElementsOf(before).isEqualTo(keys(worlds.b()));
    }

    @Test
    void the_ike_sa_is_replaced_and_its_children_stay() {
        Worlds worlds = up(3);
        Set<Key> before = keys(worlds.a());
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(keys(worlds.a())).isEqualTo(before).isEqualTo(keys(worlds.b()));
        worlds.b().command(Verb.REKEY, "to-a", CHILD);
        worlds.world().runUntilQuiet();
        worlds.b().command(Verb.REKEY, "to-a");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
    }

    @Test
    void both_replace_the_child_at_once_and_one_replacement_stays() {
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = up(seed);
            worlds.a().command(Verb.REKEY, "to-b", CHILD);
            worlds.b().command(Verb.REKEY, "to-a", CHILD);
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            assertThat(worlds.up())
                    .as("seed %d: %s", seed, worlds.world().transcript())
                    .isTrue();
        }
    }

    @Test
    void both_replace_the_ike_sa_at_once_and_one_replacement_stays() {
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = up(seed);
            worlds.a().command(Verb.REKEY, "to-b");
            worlds.b().command(Verb.REKEY, "to-a");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
            assertThat(worlds.up())
                    .as("seed %d: %s", seed, worlds.world().transcript())
                    .isTrue();
            assertThat(worlds.a().gateway().keys())
                    .as("seed %d: %s", seed, worlds.world().transcript())
                    .isEqualTo(2);
            worlds.a().delete("to-b");
            worlds.world().judgeEmpty();
        }
    }

    private static Worlds up(long seed) {
        Worlds worlds = Worlds.seeded(seed);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.up()).isTrue();
        return worlds;
    }

    private static Set<Key> keys(Site site) {
        return site.sad().ipsec().stream()
                .map(IpsecSa::encryptionKey)
                .map(Key::duplicate)
                .collect(Collectors.toSet());
    }
}
