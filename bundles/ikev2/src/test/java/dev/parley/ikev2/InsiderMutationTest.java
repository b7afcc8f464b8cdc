package dev.parley.ikev2;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nonsense from a peer that holds the keys, sealed as it must be: it may end the SA (RFC 7296 section 2.21.3), it may not end anything
 * else, nothing throws, and both sides end.
 */
class InsiderMutationTest {
    private static final int WORLDS = 200;
    private static final int FUZZ_WORLDS = 800;
    private static final int MESSAGES = 8;

    @Test
    void nonsense_with_a_valid_checksum_does_no_harm() {
        attack(WORLDS, 1);
    }

    @Tag("fuzz")
    @Test
    void much_more_nonsense_with_a_valid_checksum_does_no_harm() {
        attack(FUZZ_WORLDS, 1_000_000);
    }

    private static void attack(int worlds, long firstSeed) {
        List<Bytes> chains = Insider.RECORDED.stream()
                .map(RecordedConversation.Opened::chain)
                .toList();
        for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
            attack(seed, new Mutations(seed, chains));
        }
    }

    private static void attack(long seed, Mutations mutations) {
        Insider insider = new Insider();
        Worlds worlds = Worlds.of(
                Worlds.empty(seed).with(() -> List.of(insider)), Policies.pair("to-b", "to-a", "a secret of two"));
        Attack.State[] states = {
            Attack.State.HALF_OPEN, Attack.State.AWAITS_AUTH, Attack.State.ESTABLISHED, Attack.State.CLOSING
        };
        Attack.State state = states[(int) (seed % states.length)];
        String when = "an insider, " + state + ", seed " + seed;
        Attack attack = new Attack(worlds, mutations);
        state.reach(worlds);
        worlds.world().run(state == Attack.State.HALF_OPEN ? 12 : 0);
        for (int i = 0; i < MESSAGES && insider.hasKeys(); i++) {
            boolean toResponder = mutations.happens(60);
            Site target = toResponder ? worlds.b() : worlds.a();
            Site other = toResponder ? worlds.a() : worlds.b();
            Bytes message =
                    message(insider, mutations, toResponder, worlds.world().capture());
            worlds.world().forge(other.endpoint(), target.endpoint(), message);
            worlds.world().run(mutations.below(12));
        }
        attack.expectNoHarm(when);
        attack.calmDown();
        attack.expectNoHarm(when);
        worlds.world().run(10 * 60_000);
        worlds.world().judge();
    }

    /** A request or a response under one of the next Message IDs, of any exchange, with changed payloads inside. */
    private static Bytes message(Insider insider, Mutations mutations, boolean toResponder, List<Captured> capture) {
        RecordedConversation.Opened good = Insider.RECORDED.get(mutations.below(Insider.RECORDED.size()));
        Bytes chain = mutations.octets(good.chain());
        int first = mutations.happens(90) ? good.first() : mutations.below(256);
        Insider.Inside inside = mutations.happens(95)
                ? Insider.Inside.padded(first, chain, mutations.below(4))
                : new Insider.Inside(first, mutations.random(mutations.below(5)));
        return insider.seal(
                toResponder,
                34 + mutations.below(5),
                mutations.happens(30) ? 0x20 : 0,
                mutations.below(Math.max(4, capture.size())),
                inside,
                mutations.random(Insider.IV_OCTETS));
    }
}
