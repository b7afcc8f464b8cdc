package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Site;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hostile octets at the front door and beyond: nothing throws, nothing that is established is lost, and no more state is kept for
 * strangers than the limits allow (RFC 7296 sections 2.4, 2.6 and 2.21).
 */
class FrontDoorMutationTest {
    private static final List<Bytes> CORPUS = Stream.concat(Mutations.recorded().stream(), Mutations.ours().stream())
            .toList();
    private static final int MUTATIONS = 20_000;
    private static final int FUZZ_MUTATIONS = 200_000;
    private static final int A_WORLD = 400;
    private static final int A_MILLISECOND = 8;
    private static final int LARGEST_UDP_PAYLOAD = 65_507;

    @ParameterizedTest
    @EnumSource(Attack.State.class)
    void mutated_messages_do_no_harm_in_any_state(Attack.State state) {
        attack(state, MUTATIONS, 1);
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource(Attack.State.class)
    void many_more_mutated_messages_do_no_harm_in_any_state(Attack.State state) {
        attack(state, FUZZ_MUTATIONS, 1_000_000);
    }

    /** As many worlds as it takes for this state's share of {@code mutations}. */
    private static void attack(Attack.State state, int mutations, long firstSeed) {
        int worlds = mutations / Attack.State.values().length / A_WORLD + 1;
        for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
            attack(state, seed);
        }
    }

    private static void attack(Attack.State state, long seed) {
        String when = state + ", seed " + seed;
        Worlds worlds = Worlds.seeded(seed);
        Mutations mutations = new Mutations(seed, CORPUS);
        Attack attack = new Attack(worlds, mutations);
        state.reach(worlds);
        List<Bytes> spis = attack.seenSpis();
        for (int i = 0; i < A_WORLD; i++) {
            attack.send(mutations.datagram(spis));
            if (i % A_MILLISECOND == 0) {
                worlds.world().run(1);
            }
        }
        worlds.world().run(1);
        attack.expectNoHarm(when);
        attack.calmDown();
        attack.expectNoHarm(when);
        worlds.world().judge();
        switch (state) {
            case AWAITS_AUTH, ESTABLISHED -> assertThat(worlds.up()).as(when).isTrue();
            case CLOSING -> assertThat(worlds.a().sad().entries()).as(when).isEmpty();
            default -> {}
        }
        expectService(worlds, when);
    }

    /**
     * Whatever it was, afterwards the two can talk. An attacker on the path may have spoilt one handshake: with more answers than are
     * followed, or with a cookie that makes two IKE SAs of one.
     */
    private static void expectService(Worlds worlds, String when) {
        if (!worlds.up()) {
            worlds.a().delete("to-b");
            worlds.world().runUntilQuiet();
        }
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.up()).as("%s, afterwards", when).isTrue();
        worlds.b().probe("to-a");
        worlds.world().runUntilQuiet();
        assertThat(worlds.b().errands()).as("%s, a probe", when).allMatch(errand -> errand.settled());
        worlds.world().judge();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judgeEmpty();
    }

    @ParameterizedTest
    @EnumSource(Attack.State.class)
    void a_message_cut_at_any_octet_does_no_harm(Attack.State state) {
        Worlds worlds = Worlds.seeded(3);
        Attack attack = new Attack(worlds, new Mutations(3, CORPUS));
        state.reach(worlds);
        List<Bytes> whole = state == Attack.State.FRESH
                ? Mutations.ours()
                : worlds.world().capture().stream().map(Captured::octets).toList();
        for (Bytes message : whole) {
            for (Bytes cut : Mutations.truncated(message)) {
                attack.everywhere(cut);
                attack.everywhere(cut.length() < 28 ? cut : withLength(cut));
            }
            worlds.world().run(1);
        }
        attack.expectNoHarm("cut, " + state);
        attack.calmDown();
        worlds.world().judge();
        expectService(worlds, "cut, " + state);
    }

    @ParameterizedTest
    @EnumSource(Attack.State.class)
    void the_largest_datagrams_do_no_harm(Attack.State state) {
        Worlds worlds = Worlds.seeded(4);
        Attack attack = new Attack(worlds, new Mutations(4, CORPUS));
        state.reach(worlds);
        Bytes header = Bytes.concat(
                worlds.world().capture().stream()
                        .map(captured -> captured.octets().slice(0, 16))
                        .findFirst()
                        .orElse(CORPUS.get(0).slice(0, 16)),
                Bytes.hex("21 20 22 08 00000000 00000000"));
        for (int length : new int[] {LARGEST_UDP_PAYLOAD, LARGEST_UDP_PAYLOAD - 1, 65_536, 1 << 20}) {
            Bytes nested = Bytes.hex("29000008 00004000".repeat(length / 8 + 1));
            for (Bytes body : List.of(Bytes.zeros(length), nested, Bytes.hex("ff".repeat(length)))) {
                attack.everywhere(withLength(Bytes.concat(header, body).slice(0, length)));
            }
            worlds.world().run(1);
        }
        attack.expectNoHarm("large, " + state);
        attack.calmDown();
        worlds.world().judge();
        expectService(worlds, "large, " + state);
    }

    @Test
    void a_chain_of_a_million_payloads_ends_after_a_few() {
        PayloadRegistry registry = PayloadRegistry.of(List.of(new Ikev2Payloads()));
        WireReader endless = new WireReader(Bytes.hex("2b000004".repeat(1_000_000)));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> registry.decode(Ikev2Payloads.VENDOR_ID, endless))
                .withMessageContaining("payloads");
        assertThat(endless.offset()).isLessThanOrEqualTo(PayloadRegistry.MAX_PAYLOADS * 4);
    }

    @Test
    void everything_that_was_ever_said_may_be_said_again_at_any_time() {
        Worlds worlds = Worlds.seeded(5);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        replayAll(worlds);
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        replayAll(worlds);
        worlds.world().run(2 * Limits.HALF_OPEN_MILLIS);
        worlds.world().judgeEmpty();
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        List<?> before = List.copyOf(worlds.a().sad().entries());
        replayAll(worlds);
        assertThat(worlds.a().sad().entries()).isEqualTo(before);
        worlds.world().run(2 * Limits.HALF_OPEN_MILLIS);
        worlds.world().judge();
        new Attack(worlds, new Mutations(5, CORPUS)).expectNoHarm("replayed");
    }

    private static void replayAll(Worlds worlds) {
        int said = worlds.world().capture().size();
        for (int i = 0; i < said; i++) {
            worlds.world().replay(i);
            worlds.world().run(50);
        }
        worlds.world().runUntilQuiet();
    }

    @ParameterizedTest
    @EnumSource(Attack.State.class)
    void what_one_side_said_does_no_harm_when_it_is_handed_back_to_it(Attack.State state) {
        Worlds worlds = Worlds.seeded(6);
        state.reach(worlds);
        for (Captured captured : List.copyOf(worlds.world().capture())) {
            for (Site site : List.of(worlds.a(), worlds.b())) {
                Site other = site == worlds.a() ? worlds.b() : worlds.a();
                for (int flags : new int[] {captured.octets().at(19), 0x00, 0x08, 0x20, 0x28}) {
                    Bytes turned = Bytes.concat(
                            captured.octets().slice(0, 19),
                            Bytes.of(flags),
                            captured.octets().from(20));
                    worlds.world().forge(other.endpoint(), site.endpoint(), turned);
                }
            }
        }
        worlds.world().run(1);
        Attack attack = new Attack(worlds, new Mutations(6, CORPUS));
        attack.expectNoHarm("reflected, " + state);
        attack.calmDown();
        attack.expectNoHarm("reflected, " + state);
        worlds.world().judge();
        expectService(worlds, "reflected, " + state);
    }

    private static Bytes withLength(Bytes message) {
        return Bytes.concat(message.slice(0, 24), Bytes.unsigned(message.length(), 4), message.from(28));
    }
}
