package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Gateway;
import dev.parley.engine.Limits;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Floods (RFC 7296 sections 2.6 and 2.21.4): what a gateway keeps of strangers is bounded however many they are, whoever receives
 * at his address gets in, and what is established lives on.
 */
class FloodTest {
    private static final int DATAGRAMS = 100_000;
    private static final int MANY_DATAGRAMS = 1_000_000;

    /** Milliseconds: longer than anything half-open lives, so that places become free and are taken again. */
    private static final int LASTING = 40_000;

    private static final int HONEST = 2;

    /** As {@link Limits#HALF_OPEN} has it for each half-open negotiation, and coarsely what is the gateway's and the collector's own. */
    private static final long MOST_HEAP = 20_000 * (Limits.CROWDED + HONEST) + (2 << 20);

    private static final int TIMERS_OF_ONE = 8;

    @ParameterizedTest
    @EnumSource(Flood.Kind.class)
    void a_hundred_thousand_strangers_keep_nobody_out(Flood.Kind kind) {
        new Siege(kind).run(DATAGRAMS);
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource(Flood.Kind.class)
    void a_million_strangers_keep_nobody_out(Flood.Kind kind) {
        new Siege(kind).run(MANY_DATAGRAMS);
    }

    /** Gateway b, connected with a, is flooded while c calls it. */
    private static final class Siege {
        private final Flood.Kind kind;
        private final World world;
        private final Site a;
        private final Site b;
        private final Site c;
        private final Flood flood;
        private int mostLanes;
        private int mostHalfOpen;
        private int mostTimers;

        Siege(Flood.Kind kind) {
            this.kind = kind;
            Policies known = Policies.pair("to-b", "to-a", "a secret of two");
            Policies roaming = Policies.pair("to-b", "to-anybody", "another secret")
                    .between("10.0.0.3", "10.0.0.2")
                    .behind("0.0.0.0");
            PolicyEnd late = identified(roaming.a().local());
            this.world = Worlds.empty(kind.ordinal());
            this.a = world.gateway("a", known.a());
            this.b = world.gateway(
                    "b",
                    known.b(),
                    between(
                            roaming.b(),
                            roaming.b().local(),
                            identified(roaming.b().remote())));
            this.c = world.gateway("c", between(roaming.a(), late, roaming.a().remote()));
            this.flood = new Flood(kind, kind.ordinal(), c.endpoint());
            world.forgetful().forger((original, random) -> {
                flood.overhears(original);
                return List.of();
            });
        }

        private static PolicyEnd identified(PolicyEnd end) {
            return new PolicyEnd(end.endpoint(), end.encapsulatedPort(), Identity.parse("c.example"));
        }

        private static Policy between(Policy policy, PolicyEnd local, PolicyEnd remote) {
            return new Policy(
                    policy.name(),
                    policy.protocol(),
                    local,
                    remote,
                    policy.secret(),
                    policy.suites(),
                    policy.children(),
                    policy.lifetimeSeconds(),
                    policy.settings());
        }

        void run(int datagrams) {
            a.establish("to-b");
            world.runUntilQuiet();
            assertThat(spis(a)).hasSize(2);
            long before = heap();
            int half = datagrams / 2;

            send(half, half / (LASTING / 2));
            Errand call = c.establish("to-b");
            Set<Bytes> old = spis(b);
            Errand rekeying = a.command(Verb.REKEY, "to-b", "net");
            Errand rekeyingIke = a.command(Verb.REKEY, "to-b");
            send(half, half / (LASTING / 2));

            long held = heap() - before;
            String state = describe(datagrams, held);
            System.out.println(state);
            assertThat(held).as("heap: %s", state).isLessThan(MOST_HEAP);
            assertThat(mostHalfOpen).as(state).isLessThanOrEqualTo(Limits.CROWDED + HONEST);
            assertThat(mostLanes).as(state).isLessThanOrEqualTo(Limits.CROWDED + HONEST);
            assertThat(mostTimers).as(state).isLessThanOrEqualTo(TIMERS_OF_ONE * (Limits.CROWDED + HONEST));
            assertThat(call.succeeded()).as("c's call: %s: %s", call, state).isTrue();
            assertThat(rekeying.succeeded()).as("%s: %s", rekeying, state).isTrue();
            assertThat(rekeyingIke.succeeded()).as("%s: %s", rekeyingIke, state).isTrue();
            assertThat(spis(b)).as(state).hasSize(4).doesNotContainAnyElementsOf(old);
            assertThat(b.gateway().counters()).doesNotContainKeys("bug", "bugs-in-route", "amplification-refused");
            expectCookies(datagrams);

            world.run(2 * Limits.HALF_OPEN_MILLIS);
            world.judge();
            assertThat(b.gateway().lanes()).as("with a and with c").isEqualTo(2);
            a.delete("to-b");
            c.delete("to-b");
            world.judgeEmpty();
        }

        private void expectCookies(int datagrams) {
            Map<String, Long> counters = b.gateway().counters();
            switch (kind) {
                case FROM_MANY, FROM_THE_PEER, WITH_FALSE_COOKIES, FAT ->
                    assertThat(counters.get("cookie")).isGreaterThan(datagrams * 9L / 10);
                default -> {}
            }
        }

        private void send(int datagrams, int aMillisecond) {
            Gateway gateway = b.gateway();
            for (int sent = 0; sent < datagrams; ) {
                for (int i = 0; i < Math.max(1, aMillisecond); i++, sent++) {
                    Flood.Sent next = flood.next();
                    world.forge(next.from(), b.endpoint(), next.octets());
                }
                world.run(1);
                mostLanes = Math.max(mostLanes, gateway.lanes());
                mostHalfOpen = Math.max(mostHalfOpen, gateway.halfOpen());
                mostTimers = Math.max(mostTimers, gateway.timers());
            }
        }

        private static Set<Bytes> spis(Site site) {
            return site.sad().ipsec().stream().map(IpsecSa::spi).collect(Collectors.toSet());
        }

        private String describe(int datagrams, long held) {
            return kind + " " + datagrams + ": at most " + mostLanes + " lanes, " + mostHalfOpen + " half-open, "
                    + mostTimers + " timers, " + (held >> 10) + " KiB; "
                    + b.gateway().counters();
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
