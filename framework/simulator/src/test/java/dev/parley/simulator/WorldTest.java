package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ipsec.Policy;
import dev.parley.isakmp.negotiation.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class WorldTest {
    private static final Policies TOY = Policies.pair("to-b", "to-a", "secret").protocol(ToyProtocol.KEY);

    private final World world = World.seeded(42);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Pair pair(World world, Policies policies, ToyProtocol.Flaw flaw) {
        world.with(ToyProtocol.contribution(flaw));
        return new Pair(world.gateway("a", policies.a()), world.gateway("b", policies.b()));
    }

    private static Pair pair(World world) {
        return pair(world, TOY, ToyProtocol.Flaw.NONE);
    }

    private record Pair(Site a, Site b) {}

    private static World bad(long seed) {
        return World.seeded(seed).loss(0.3).duplication(0.2).reordering(0.2).latency(5, 40);
    }

    @Test
    void two_gateways_talk_and_the_transcript_reads_like_an_rfc() {
        Pair sites = pair(world);
        Errand errand = sites.a().establish("to-b");
        assertThat(world.runUntilQuiet()).isTrue();
        assertThat(errand.succeeded()).isTrue();
        assertThat(world.transcript().said()).isEqualTo("""
                a -> b  HELLO request 0
                b -> a  HELLO response 0
                a -> b  PROOF request 1
                b -> a  PROOF response 1""");
        assertThat(sites.a().sad().ipsec()).hasSize(2);
        assertThat(world.transcript().toString()).startsWith("seed 42\n").contains(" ms  b <- a  PROOF request 1\n");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void under_loss_duplication_and_reordering_both_ends_agree_and_a_deletion_leaves_nothing(long seed) {
        World bad = bad(seed).calmAfter(15_000);
        Pair sites = pair(bad);
        Errand errand = sites.a().establish("to-b");
        bad.runUntilQuiet();
        bad.judge();
        assertThat(errand.succeeded()).as(bad.transcript().toString()).isTrue();
        assertThat(sites.b().sad().ipsec()).hasSize(2);
        sites.b().delete("to-a");
        bad.judgeEmpty();
    }

    @Test
    void whichever_of_the_first_eight_datagrams_are_lost_both_ends_agree() {
        for (int mask = 0; mask < 256; mask++) {
            World masked = World.seeded(1).fates(Fates.of(mask, 8));
            Pair sites = pair(masked);
            Errand errand = sites.a().establish("to-b");
            masked.runUntilQuiet();
            masked.judge();
            assertThat(errand.succeeded()).as("mask %s", mask).isTrue();
            assertThat(masked.capture().stream().filter(one -> one.fate() == Captured.Fate.LOST))
                    .hasSize(Integer.bitCount(mask));
        }
    }

    @Test
    void the_same_seed_gives_the_same_transcript_and_another_seed_another() {
        assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
    }

    private static String story(long seed) {
        World bad = bad(seed)
                .corruption(0.1)
                .forger(Forger.mutating(Forger.Place.AFTER))
                .calmAfter(20_000);
        Pair sites = pair(bad);
        sites.a().establish("to-b");
        bad.run(60_000);
        sites.b().restart();
        bad.run(300_000);
        return bad.transcript() + "\n" + bad.capture();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void with_corruption_and_a_forger_both_ends_still_end(long seed) {
        World bad = bad(seed).corruption(0.2).forger(Forger.mutating(Forger.Place.BEFORE));
        Pair sites = pair(bad);
        sites.a().establish("to-b");
        bad.runUntilQuiet();
        bad.judge();
    }

    @Test
    void a_forger_before_every_datagram_is_heard_first_and_one_of_a_single_site_only_beside_its_own() {
        Pair sites = pair(world);
        world.forger(Forger.mutating(Forger.Place.BEFORE).onlyFrom(sites.b()));
        sites.a().establish("to-b");
        world.runUntil(() -> world.capture().size() >= 3, 10_000);
        assertThat(world.capture().stream().map(Captured::origin))
                .startsWith(Captured.Origin.SENT, Captured.Origin.FORGED, Captured.Origin.SENT);
        assertThat(world.capture().get(1).octets())
                .isNotEqualTo(world.capture().get(2).octets());
        assertThat(world.capture().get(1).from()).isEqualTo(sites.b().endpoint());
    }

    @Test
    void a_restarted_site_is_missed_by_its_peer_which_cleans_up() {
        Pair sites = pair(world);
        sites.a().establish("to-b");
        world.runUntilQuiet();
        sites.b().restart();
        assertThat(sites.b().sad().entries()).isEmpty();
        assertThat(Invariants.consistent(world)).isNotEmpty();
        world.judge();
        assertThat(sites.a().sad().entries()).isEmpty();
    }

    @Test
    void to_a_silenced_site_an_errand_fails_and_afterwards_it_succeeds() {
        Pair sites = pair(world);
        sites.b().silence();
        Errand first = sites.a().establish("to-b");
        world.runUntilQuiet();
        assertThat(first.failure()).isPresent();
        assertThat(world.transcript().toString()).contains("a  establish to-b: refused: the peer does not answer");
        sites.b().unsilence();
        Errand second = sites.a().establish("to-b");
        world.runUntilQuiet();
        assertThat(second.succeeded()).isTrue();
        world.judge();
    }

    @Test
    void every_datagram_played_again_changes_nothing() {
        Pair sites = pair(world);
        sites.a().establish("to-b");
        world.runUntilQuiet();
        int before = world.capture().size();
        for (int index = 0; index < before; index++) {
            world.replay(index);
        }
        world.judge();
        assertThat(sites.a().sad().entries()).hasSize(2);
        assertThat(world.capture().stream().filter(one -> one.origin() == Captured.Origin.REPLAYED))
                .hasSize(before);
    }

    @Test
    void behind_a_nat_a_site_is_seen_elsewhere_and_still_answered() {
        Policies policies = TOY.behind("203.0.113.1");
        Pair sites = pair(world, policies, ToyProtocol.Flaw.NONE);
        world.nat(sites.a(), "203.0.113.1");
        assertThat(sites.a().establish("to-b").settled()).isFalse();
        world.runUntilQuiet();
        Endpoint seen = world.capture().get(0).from();
        assertThat(seen.toString()).isEqualTo("203.0.113.1:20000");
        assertThat(sites.b().sad().ipsec()).hasSize(2);
        assertThat(world.transcript().said()).contains("b -> a  PROOF response 1");
    }

    @ParameterizedTest
    @EnumSource(
            value = ToyProtocol.Flaw.class,
            names = {"NONE", "NEVER_SAYS_PROVEN"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_protocol_that_is_broken_on_purpose_is_caught_with_seed_command_and_transcript(ToyProtocol.Flaw flaw) {
        world.loss(0.25);
        Pair sites = pair(world, TOY, flaw);
        sites.a().establish("to-b");
        assertThatThrownBy(() -> {
                    world.run(60_000);
                    world.judge();
                    sites.a().delete("to-b");
                    world.judgeEmpty();
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 42")
                .hasMessageContaining("./parley simulate --seed 42 --loss 0.25")
                .satisfies(error -> {
                    String path = error.getMessage().replaceAll("(?s).*transcript: ", "");
                    assertThat(Files.readString(Path.of(path))).contains("HELLO request 0");
                });
    }

    @Test
    void twenty_sites_around_one_all_agree_with_it() {
        World crowd = World.seeded(5)
                .with(ToyProtocol.contribution())
                .loss(0.1)
                .reordering(0.1)
                .calmAfter(10_000);
        List<Policies> pairs = IntStream.rangeClosed(1, 20)
                .mapToObj(n -> TOY.between("10.0.1." + n, "10.0.0.1"))
                .toList();
        Site hub = crowd.gateway("hub", pairs.stream().map(Policies::b).toArray(Policy[]::new));
        for (Policies pair : pairs) {
            crowd.gateway("n" + crowd.sites().size(), pair.a()).establish("to-b");
        }
        crowd.runUntilQuiet();
        crowd.judge();
        assertThat(hub.sad().ipsec()).hasSize(40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void recorded_inputs_replayed_into_a_fresh_negotiation_have_the_same_effects(long seed) {
        World bad = bad(seed).recording();
        Pair sites = pair(bad);
        sites.a().establish("to-b");
        bad.run(60_000);
        sites.a().delete("to-b");
        bad.run(60_000);
        assertThat(bad.recordings()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(bad.recordings()).allSatisfy(recording -> {
            assertThat(recording.inputs()).isPositive();
            assertThat(recording.replay()).isEmpty();
        });
    }

    @Test
    void sas_of_a_peer_that_has_shown_no_key_are_noticed() {
        Pair sites = pair(world, TOY, ToyProtocol.Flaw.NEVER_SAYS_PROVEN);
        sites.a().establish("to-b");
        world.run(1_000);
        assertThat(sites.a().sad().entries()).hasSize(2);
        assertThat(Invariants.consistent(world)).anyMatch(wrong -> wrong.contains("its peer has not shown a key"));
    }

    @Test
    void a_bundle_that_leaves_ends_its_negotiations_and_one_that_comes_serves() {
        Pair sites = pair(world);
        var late = ToyProtocol.contribution();
        sites.a().establish("to-b");
        world.runUntilQuiet();
        world.sites().forEach(site -> site.plug(late));
        assertThatCode(() -> sites.a().unplug(late)).doesNotThrowAnyException();
        assertThatThrownBy(() -> sites.a().unplug(late)).isInstanceOf(IllegalArgumentException.class);
        world.judge();
    }
}
