package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.kink.kerberos.Principal;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole lives by chance, on a network that loses, doubles, reorders and corrupts: commands from both ends, restarts, silences, a KDC
 * that is slow, down, or gives short tickets, keytabs that are rolled and lose their old keys, clocks that are set, lifetimes that run
 * out (RFC 4430 sections 3.2 to 3.7 and 9). In the end the ends agree, nothing is left when all is taken down, and they can begin anew.
 */
class LivesTest {
    private static final int SEEDS = 300;
    private static final int MORE_SEEDS = 5_000;
    private static final double FAULTS = 0.2;
    private static final double CORRUPTION = 0.05;
    private static final int MOST_STEPS = 12;
    private static final int LIFETIME_SECONDS = 120;

    /** An epoch counts seconds (RFC 4430 section 4.2.1): a life that lasts less than one cannot be told from the next. */
    private static final long SHORTEST_LIFE = 1_000;

    @Test
    void lives_by_chance_end_well() {
        for (long seed = 0; seed < SEEDS; seed++) {
            live(seed);
        }
    }

    @Tag("fuzz")
    @Test
    void five_thousand_lives_by_chance_end_well() {
        for (long seed = SEEDS; seed < MORE_SEEDS; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        Life life = new Life(seed, new Random(seed));
        try {
            life.run();
        } catch (AssertionError wrong) {
            throw new AssertionError("seed " + seed + ", " + life.done, wrong);
        }
    }

    private static Policies policies() {
        ChildPolicy net = Worlds.policies().a().children().get(0);
        ChildPolicy second = new ChildPolicy(
                "second",
                net.suites(),
                List.of(TrafficSelector.parse("10.3.0.0/16")),
                List.of(TrafficSelector.parse("10.4.0.0/16")),
                0);
        return Worlds.policies().children(net, second);
    }

    private static final class Life {
        private final Random random;
        private final World world;
        private final SimulatedKdc kdc;
        private final Site a;
        private final Site b;
        private final List<String> done = new ArrayList<>();

        Life(long seed, Random random) {
            this.random = random;
            Policies policies = policies();
            if (random.nextInt(3) == 0) {
                policies = policies.lifetimes(0, LIFETIME_SECONDS);
                done.add("lifetimes");
            }
            if (random.nextInt(3) == 0) {
                policies = policies.setting("kink.responder-nonce", "yes");
                done.add("nonces");
            }
            world = Worlds.empty(seed);
            if (random.nextInt(3) == 0) {
                world.work(1, 1 + random.nextInt(5_000));
                done.add("slow KDC");
            }
            kdc = new SimulatedKdc(world, 17 + random.nextInt(4), seed);
            world.with(kdc);
            a = world.gateway("a", policies.a());
            b = world.gateway("b", policies.b());
            if (random.nextBoolean()) {
                world.run(Worlds.SETTLED_MILLIS);
                done.add("settled");
            }
        }

        void run() {
            a.establish("to-b");
            world.runUntilQuiet();
            world.loss(FAULTS).duplication(FAULTS).reordering(FAULTS).corruption(CORRUPTION);
            int steps = 1 + random.nextInt(MOST_STEPS);
            for (int i = 0; i < steps; i++) {
                step();
                pause();
            }
            a.unsilence();
            b.unsilence();
            kdc.up();
            world.judge();
            takeDown();
            mendClocks();
            a.establish("to-b");
            world.runUntilQuiet();
            world.run(1_000);
            assertThat(a.sad().entries())
                    .as("a begins anew")
                    .hasSameSizeAs(b.sad().entries())
                    .hasSize(4);
            takeDown();
        }

        /** So that nothing is tried twice. */
        private void mendClocks() {
            a.clock(0);
            b.clock(0);
            kdc.ticketsLive(Worlds.SETTLED_MILLIS);
        }

        private void takeDown() {
            a.delete("to-b");
            b.delete("to-a");
            world.judgeEmpty();
        }

        private void step() {
            boolean atA = random.nextBoolean();
            Site site = atA ? a : b;
            Principal principal = atA ? Worlds.A : Worlds.B;
            String connection = atA ? "to-b" : "to-a";
            String child = random.nextBoolean() ? "net" : "second";
            switch (random.nextInt(20)) {
                case 0 -> restart(site);
                case 1 -> {
                    restart(site);
                    command(site, Verb.ESTABLISH, connection, child);
                }
                case 2 -> {
                    site.silence();
                    done.add("silence " + site.name());
                }
                case 3 -> {
                    site.unsilence();
                    done.add("unsilence " + site.name());
                }
                case 4, 5, 6 -> command(site, Verb.ESTABLISH, connection, child);
                case 7, 8, 9 -> command(site, Verb.REKEY, connection, child);
                case 10 -> command(site, Verb.DELETE, connection, child);
                case 11 -> command(site, Verb.DELETE, connection);
                case 12 -> command(site, Verb.PROBE, connection);
                case 13 -> {
                    kdc.down();
                    done.add("KDC down");
                }
                case 14 -> {
                    kdc.up();
                    done.add("KDC up");
                }
                case 15, 16 -> clock(site);
                case 17 -> {
                    kdc.ticketsLive(70_000 + random.nextInt(60_000));
                    done.add("short tickets");
                }
                case 18 -> {
                    kdc.roll(principal);
                    done.add("roll " + principal);
                }
                default -> {
                    kdc.roll(principal);
                    kdc.forgetOldKeys(principal);
                    done.add("new keytab for " + principal);
                }
            }
        }

        private void restart(Site site) {
            world.run(SHORTEST_LIFE);
            site.restart();
            done.add("restart " + site.name());
        }

        /** As far from the KDC's as Kerberos tolerates, and so perhaps further from the other's; mostly a little off. */
        private void clock(Site site) {
            long offset = random.nextInt(3) == 0 ? random.nextInt(580_000) - 290_000 : random.nextInt(20_000) - 10_000;
            site.clock(offset);
            done.add(site.name() + "'s clock " + offset);
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
