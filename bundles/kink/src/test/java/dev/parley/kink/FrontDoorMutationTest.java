package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hostile octets at the front door and beyond, from somebody without keys: nothing throws, nothing that is established is lost, what
 * runs ends well, and no more state is kept for strangers than the limits allow.
 */
class FrontDoorMutationTest {
    private static final List<Bytes> CORPUS = Stream.concat(Mutations.recorded().stream(), Mutations.ours().stream())
            .toList();
    private static final int WORLDS = 8;
    private static final int FUZZ_WORLDS = 400;
    private static final int A_WORLD = 300;
    private static final int A_MILLISECOND = 8;

    @ParameterizedTest
    @EnumSource
    void mutated_messages_do_no_harm_in_any_state(Attack.State state) {
        for (long seed = 1; seed <= WORLDS; seed++) {
            attack(state, seed);
        }
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource
    void many_more_mutated_messages_do_no_harm_in_any_state(Attack.State state) {
        for (long seed = 1_000; seed < 1_000 + FUZZ_WORLDS; seed++) {
            attack(state, seed);
        }
    }

    private static void attack(Attack.State state, long seed) {
        String when = state + ", seed " + seed;
        Worlds worlds = state.worlds(seed);
        state.reach(worlds);
        List<Bytes> own =
                worlds.world().capture().stream().map(Captured::octets).toList();
        Mutations mutations =
                new Mutations(seed, Stream.concat(CORPUS.stream(), own.stream()).toList());
        Attack attack = new Attack(worlds, mutations);
        List<Bytes> xids = attack.seenXids();
        for (int i = 0; i < A_WORLD; i++) {
            attack.send(mutations.datagram(xids));
            if (i % A_MILLISECOND == 0) {
                worlds.world().run(1);
            }
        }
        end(attack, worlds, state, when);
    }

    @ParameterizedTest
    @EnumSource
    void a_message_cut_at_any_octet_does_no_harm(Attack.State state) {
        Worlds worlds = state.worlds(3);
        state.reach(worlds);
        Attack attack = new Attack(worlds, new Mutations(3, CORPUS));
        Bytes whole = state == Attack.State.FRESH
                ? Mutations.ours().get(0)
                : worlds.world()
                        .capture()
                        .get(worlds.world().capture().size() - 1)
                        .octets();
        for (int length = 0; length < whole.length(); length++) {
            Bytes cut = whole.slice(0, length);
            attack.send(cut);
            if (length >= 4) {
                attack.send(Bytes.concat(cut.slice(0, 2), Bytes.unsigned(length, 2), cut.from(4)));
            }
            if (length % A_MILLISECOND == 0) {
                worlds.world().run(1);
            }
        }
        end(attack, worlds, state, "cut, " + state);
    }

    private static void end(Attack attack, Worlds worlds, Attack.State state, String when) {
        worlds.world().run(1);
        attack.expectNoHarm(when);
        attack.calmDown();
        attack.expectNoHarm(when);
        worlds.world().judge();
        switch (state) {
            case FRESH, CLOSING ->
                assertThat(worlds.a().sad().entries()).as(when).isEmpty();
            default -> assertThat(worlds.up()).as(when).isTrue();
        }
        expectService(worlds, when);
    }

    /** Whatever it was, afterwards the two can talk. */
    private static void expectService(Worlds worlds, String when) {
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).as("%s, afterwards", when).isTrue();
        worlds.b().probe("to-a");
        worlds.settle();
        assertThat(worlds.b().errands()).as("%s, a probe", when).allMatch(errand -> errand.succeeded());
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
    }
}
