package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Recording;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole lives by chance, on a network that loses, doubles, reorders and corrupts every fifth datagram: commands from both ends,
 * restarts, silences, lifetimes that run out (RFC 7296 sections 2.1 to 2.9 and 2.25). In the end the ends agree, nothing is left when
 * all is taken down, and they can begin anew.
 */
class LivesTest {
    private static final int SEEDS = 300;
    private static final int MORE_SEEDS = 20_000;
    private static final double FAULTS = 0.2;
    private static final int MOST_STEPS = 12;
    private static final int LIFETIME_SECONDS = 90;
    private static final int RECORDED = 10;

    @Test
    void lives_by_chance_end_well() {
        for (long seed = 0; seed < SEEDS; seed++) {
            live(seed);
        }
    }

    @Tag("fuzz")
    @Test
    void twenty_thousand_lives_by_chance_end_well() {
        for (long seed = 0; seed < MORE_SEEDS; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed);
        Life life = new Life(seed, random);
        try {
            life.run();
        } catch (AssertionError wrong) {
            throw new AssertionError("seed " + seed + ", " + life.done, wrong);
        }
    }

    private static final class Life {
        private final Random random;
        private final World world;
        private final Site a;
        private final Site b;
        private final boolean recorded;
        private final List<String> done = new ArrayList<>();

        Life(long seed, Random random) {
            this.random = random;
            this.recorded = seed % RECORDED == 0;
            Policies policies = Crossing.policies();
            if (random.nextInt(3) == 0) {
                policies = policies.lifetimes(2 * LIFETIME_SECONDS, LIFETIME_SECONDS);
                done.add("lifetimes");
            }
            this.world = Worlds.empty(seed);
            if (recorded) {
                world.recording();
            }
            if (random.nextInt(3) == 0) {
                world.work(1, 800);
                done.add("slow work");
            }
            this.a = world.gateway("a", policies.a());
            this.b = world.gateway("b", policies.b());
        }

        void run() {
            a.establish("to-b");
            world.runUntilQuiet();
            world.loss(FAULTS).duplication(FAULTS).reordering(FAULTS).corruption(FAULTS);
            int steps = 1 + random.nextInt(MOST_STEPS);
            for (int i = 0; i < steps; i++) {
                step();
                pause();
            }
            a.unsilence();
            b.unsilence();
            world.judge();
            takeDown();
            a.establish("to-b");
            world.runUntilQuiet();
            assertThat(a.sad().entries())
                    .as("a begins anew")
                    .hasSameSizeAs(b.sad().entries())
                    .isNotEmpty();
            takeDown();
            if (recorded) {
                world.recordings().forEach(Life::expectTheSame);
            }
        }

        private void takeDown() {
            a.delete("to-b");
            b.delete("to-a");
            world.judgeEmpty();
        }

        private static void expectTheSame(Recording recording) {
            assertThat(recording.replay()).as("replay at %s", recording.site()).isEmpty();
        }

        private void step() {
            boolean atA = random.nextBoolean();
            Site site = atA ? a : b;
            String connection = atA ? "to-b" : "to-a";
            String child = random.nextBoolean() ? Crossing.NET : Crossing.SECOND;
            switch (random.nextInt(14)) {
                case 0 -> {
                    site.restart();
                    done.add("restart " + site.name());
                }
                case 1 -> {
                    site.restart();
                    site.establish(connection);
                    done.add("restart " + site.name() + " and begin");
                }
                case 2 -> {
                    site.silence();
                    done.add("silence " + site.name());
                }
                case 3 -> {
                    site.unsilence();
                    done.add("unsilence " + site.name());
                }
                case 4, 5 -> command(site, Verb.ESTABLISH, connection, child);
                case 6, 7, 8 -> command(site, Verb.REKEY, connection, child);
                case 9 -> command(site, Verb.DELETE, connection, child);
                case 10, 11 -> command(site, Verb.REKEY, connection);
                case 12 -> command(site, Verb.DELETE, connection);
                default -> command(site, Verb.PROBE, connection);
            }
        }

        private void command(Site site, Verb verb, String connection) {
            site.command(verb, connection);
            done.add(site.name() + " " + verb.name());
        }

        private void command(Site site, Verb verb, String connection, String child) {
            site.command(verb, connection, child);
            done.add(site.name() + " " + verb.name() + " " + child);
        }

        private void pause() {
            long millis = random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(1_500);
            world.run(millis);
            done.add(millis + " ms");
        }
    }
}
