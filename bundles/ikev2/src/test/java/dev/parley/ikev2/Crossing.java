package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Fates;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commands that cross, from either end of one IKE SA with one child, and what must be true when all is over: the ends agree, nothing
 * is left over, and what was commanded has come about.
 */
final class Crossing {
    /** What an end is told. */
    enum Order {
        CREATE,
        REKEY_CHILD,
        REKEY_IKE,
        DELETE_CHILD,
        DELETE_IKE
    }

    /** An order to one end. */
    record Told(boolean toA, Order order) {
        static List<Told> all() {
            List<Told> all = new ArrayList<>();
            for (Order order : Order.values()) {
                all.add(new Told(true, order));
                all.add(new Told(false, order));
            }
            return all;
        }

        @Override
        public String toString() {
            return (toA ? "a:" : "b:") + order;
        }
    }

    /** What becomes of one datagram. */
    enum Fate {
        DELIVERED,
        LOST,
        LATE
    }

    static final String NET = "net";
    static final String SECOND = "second";
    /** IKE_SA_INIT and IKE_AUTH. */
    static final int HANDSHAKE = 4;
    /** An IKE SA that works answers to its SPI and to the name of its connection. */
    private static final long KEYS_OF_ONE_SA = 2;
    /** After the first repetition, before the second. */
    private static final long LATE_MILLIS = 800;

    private static final long STEP_MILLIS = 100;
    private static final long LONG_ENOUGH = 20 * 60_000;

    final World world;
    final Site a;
    final Site b;
    private final List<Told> told = new ArrayList<>();
    private final List<Errand> errands = new ArrayList<>();

    private Crossing(World world, Policies policies) {
        this.world = world;
        this.a = world.gateway("a", policies.a());
        this.b = world.gateway("b", policies.b());
    }

    static Policies policies() {
        Policies one = Policies.pair("to-b", "to-a", "a secret of two");
        ChildPolicy net = one.a().children().get(0);
        return one.children(
                net,
                new ChildPolicy(
                        SECOND,
                        net.suites(),
                        List.of(TrafficSelector.parse("10.3.0.0/16")),
                        List.of(TrafficSelector.parse("10.4.0.0/16")),
                        0));
    }

    /** Both ends are up with the child {@link #NET}; of the datagrams after that the first fare as {@code fates} says. */
    static Crossing up(long seed, Fate... fates) {
        return up(seed, policies(), fates);
    }

    static Crossing up(long seed, Policies policies, Fate... fates) {
        World world = Worlds.empty(seed);
        long lost = 0;
        for (int i = 0; i < fates.length; i++) {
            lost |= fates[i] == Fate.DELIVERED ? 0 : 1L << HANDSHAKE + i;
        }
        world.fates(Fates.of(lost, HANDSHAKE + fates.length));
        Crossing crossing = new Crossing(world, policies);
        crossing.a.command(Verb.ESTABLISH, "to-b", NET);
        world.runUntilQuiet();
        assertThat(crossing.pairs(NET)).as("%s", crossing).isEqualTo(1);
        return crossing;
    }

    Errand tell(Told what) {
        Site site = what.toA() ? a : b;
        String connection = what.toA() ? "to-b" : "to-a";
        told.add(what);
        Errand errand = switch (what.order()) {
            case CREATE -> site.command(Verb.ESTABLISH, connection, SECOND);
            case REKEY_CHILD -> site.command(Verb.REKEY, connection, NET);
            case REKEY_IKE -> site.command(Verb.REKEY, connection);
            case DELETE_CHILD -> site.command(Verb.DELETE, connection, NET);
            case DELETE_IKE -> site.command(Verb.DELETE, connection);
        };
        errands.add(errand);
        return errand;
    }

    /** Lets what is late arrive. */
    void play(Fate... fates) {
        boolean[] played = new boolean[fates.length];
        for (int round = 0; round < 40 && late(fates, played); round++) {
            world.run(STEP_MILLIS);
            List<Captured> capture = world.capture();
            for (int i = 0; i < fates.length && HANDSHAKE + i < capture.size(); i++) {
                boolean due = world.now() >= capture.get(HANDSHAKE + i).time() + LATE_MILLIS;
                if (fates[i] == Fate.LATE && !played[i] && due) {
                    played[i] = true;
                    world.replay(HANDSHAKE + i);
                }
            }
        }
    }

    private static boolean late(Fate[] fates, boolean[] played) {
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == Fate.LATE && !played[i]) {
                return true;
            }
        }
        return false;
    }

    /** What must be true in the end. */
    void judge() {
        world.judge();
        boolean deleted = was(Order.DELETE_IKE);
        long keys = deleted ? 0 : KEYS_OF_ONE_SA;
        world.runUntil(() -> a.gateway().keys() == keys && b.gateway().keys() == keys, LONG_ENOUGH);
        assertThat(List.of(a.gateway().keys(), b.gateway().keys()))
                .as("lane keys: IKE SAs that nobody needs are left: %s", this)
                .containsExactly((int) keys, (int) keys);
        if (deleted) {
            world.judgeEmpty();
            return;
        }
        assertThat(pairs(NET)).as("pairs of net: %s", this).isEqualTo(was(Order.DELETE_CHILD) ? 0 : 1);
        if (was(Order.CREATE)) {
            assertThat(pairs(SECOND)).as("pairs of second: %s", this).isBetween(1L, 2L);
        }
        for (int i = 0; i < told.size(); i++) {
            boolean moot = told.get(i).order() == Order.REKEY_CHILD && was(Order.DELETE_CHILD);
            assertThat(moot || errands.get(i).succeeded())
                    .as("%s: %s: %s", told.get(i), errands.get(i), this)
                    .isTrue();
        }
        a.delete("to-b");
        world.judgeEmpty();
    }

    private boolean was(Order order) {
        return told.stream().anyMatch(each -> each.order() == order);
    }

    /** How many pairs of SAs both ends have for a child. */
    long pairs(String child) {
        long atA = count(a, child);
        assertThat(count(b, child)).isEqualTo(atA);
        return atA / 2;
    }

    private static long count(Site site, String child) {
        return site.sad().ipsec().stream()
                .map(IpsecSa::child)
                .filter(child::equals)
                .count();
    }

    @Override
    public String toString() {
        return told + "\n" + world.transcript();
    }

    /** The fates that a number in base 3 spells. */
    static Fate[] fates(int number, int count) {
        Fate[] fates = new Fate[count];
        for (int i = 0, rest = number; i < count; i++, rest /= 3) {
            fates[i] = Fate.values()[rest % 3];
        }
        return fates;
    }

    static String describe(Fate[] fates) {
        return Arrays.toString(fates);
    }
}
