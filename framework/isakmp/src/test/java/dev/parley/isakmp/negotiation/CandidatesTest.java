package dev.parley.isakmp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private final Candidates<String> candidates = new Candidates<>(2);

    @Test
    void no_more_are_admitted_than_the_cap() {
        assertThat(candidates.isEmpty()).isTrue();
        assertThat(candidates.admit("a")).isTrue();
        assertThat(candidates.admit("b")).isTrue();
        assertThat(candidates.admit("c")).isFalse();
        assertThat(candidates.alive()).containsExactly("a", "b");
    }

    @Test
    void one_that_is_dropped_makes_room() {
        candidates.admit("a");
        candidates.admit("b");
        candidates.drop("a");
        assertThat(candidates.admit("c")).isTrue();
        assertThat(candidates.alive()).containsExactly("b", "c");
    }

    @Test
    void the_one_that_proves_itself_drops_the_others() {
        candidates.admit("forged");
        candidates.admit("real");
        assertThat(candidates.dropIf(candidate -> !candidate.equals("real"))).containsExactly("forged");
        assertThat(candidates.alive()).containsExactly("real");
    }

    @Test
    void they_may_be_dropped_while_they_are_gone_through() {
        candidates.admit("a");
        candidates.admit("b");
        List<String> alive = candidates.alive();
        alive.forEach(candidates::drop);
        assertThat(candidates.isEmpty()).isTrue();
        assertThat(alive).hasSize(2);
    }
}
