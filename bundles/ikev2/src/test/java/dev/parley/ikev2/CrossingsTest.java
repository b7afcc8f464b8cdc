package dev.parley.ikev2;

import dev.parley.ikev2.Crossing.Fate;
import dev.parley.ikev2.Crossing.Order;
import dev.parley.ikev2.Crossing.Told;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exchanges that cross on a network that loses and delays (RFC 7296 sections 2.8 and 2.25): the ends agree in the end. */
class CrossingsTest {
    private static final int FATES = 3;
    private static final int FATES_WITH_TIME = 6;
    private static final int THREES = 2_000;
    private static final int THREES_WITH_TIME = 20_000;
    private static final int MASK_BITS = 8;
    private static final int MASK_BITS_WITH_TIME = 12;
    private static final int SIXES = 500;
    private static final int CHAOS = 400;
    private static final Policies WINDOW_OF_FOUR = Crossing.policies().setting("window", "4");
    private static final int CHAOS_WITH_TIME = 20_000;

    static Stream<Pair> pairs() {
        List<Told> all = Told.all();
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(i -> IntStream.rangeClosed(i, all.size() - 1).mapToObj(j -> new Pair(all.get(i), all.get(j))));
    }

    record Pair(Told one, Told other) {
        @Override
        public String toString() {
            return one + " and " + other;
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void two_commands_whose_first_datagrams_are_delivered_lost_or_late(Pair pair) {
        two(pair, FATES);
    }

    @Tag("fuzz")
    @ParameterizedTest
    @MethodSource("pairs")
    void two_commands_whose_many_datagrams_are_delivered_lost_or_late(Pair pair) {
        two(pair, FATES_WITH_TIME);
    }

    private static void two(Pair pair, int count) {
        for (int number = 0; number < Math.pow(Fate.values().length, count); number++) {
            Fate[] fates = Crossing.fates(number, count);
            run(number, fates, List.of(pair.one(), pair.other()));
        }
    }

    private static void run(long seed, Fate[] fates, List<Told> orders) {
        run(seed, Crossing.policies(), fates, orders);
    }

    private static void run(long seed, Policies policies, Fate[] fates, List<Told> orders) {
        Crossing crossing = Crossing.up(seed, policies, fates);
        orders.forEach(crossing::tell);
        try {
            crossing.play(fates);
            crossing.judge();
        } catch (AssertionError wrong) {
            throw new AssertionError(
                    "seed " + seed + ", " + Crossing.describe(fates) + ": " + crossing + "\n"
                            + String.join("\n", crossing.world.evidence()),
                    wrong);
        }
    }

    @Test
    void three_commands_at_once() {
        three(THREES);
    }

    @Tag("fuzz")
    @Test
    void three_commands_at_once_twenty_thousand_times() {
        three(THREES_WITH_TIME);
    }

    /** Section 2.3: in a window of four they are in flight together. */
    @Test
    void three_commands_at_once_in_a_window_of_four() {
        together(THREES, 3, WINDOW_OF_FOUR);
    }

    @Test
    void six_commands_at_once_in_a_window_of_four() {
        together(SIXES, 6, WINDOW_OF_FOUR);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void two_commands_in_a_window_of_four_whose_first_datagrams_are_delivered_lost_or_late(Pair pair) {
        for (int number = 0; number < Math.pow(Fate.values().length, FATES); number++) {
            run(number, WINDOW_OF_FOUR, Crossing.fates(number, FATES), List.of(pair.one(), pair.other()));
        }
    }

    private static void three(int seeds) {
        together(seeds, 3, Crossing.policies());
    }

    private static void together(int seeds, int commands, Policies policies) {
        List<Told> all = Told.all();
        for (long seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            Fate[] fates = new Fate[FATES_WITH_TIME];
            for (int i = 0; i < fates.length; i++) {
                fates[i] = Fate.values()[random.nextInt(Fate.values().length)];
            }
            List<Told> orders = Stream.generate(() -> all.get(random.nextInt(all.size())))
                    .limit(commands)
                    .toList();
            run(seed, policies, fates, orders);
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void all_losses_of_the_first_datagrams_of_one_command(Order order) {
        losses(order, MASK_BITS);
    }

    @Tag("fuzz")
    @ParameterizedTest
    @EnumSource(Order.class)
    void all_losses_of_the_first_twelve_datagrams_of_one_command(Order order) {
        losses(order, MASK_BITS_WITH_TIME);
    }

    private static void losses(Order order, int bits) {
        for (int mask = 0; mask < 1 << bits; mask++) {
            Fate[] fates = new Fate[bits];
            for (int i = 0; i < bits; i++) {
                fates[i] = (mask >> i & 1) == 1 ? Fate.LOST : Fate.DELIVERED;
            }
            run(mask, fates, List.of(new Told(mask % 2 == 0, order)));
        }
    }

    @Test
    void random_commands_and_restarts_on_a_bad_network() {
        chaos(CHAOS);
    }

    @Tag("fuzz")
    @Test
    void random_commands_and_restarts_on_a_bad_network_twenty_thousand_times() {
        chaos(CHAOS_WITH_TIME);
    }

    @Test
    void random_commands_and_restarts_in_a_window_of_four_on_a_bad_network() {
        chaos(CHAOS, WINDOW_OF_FOUR);
    }

    private static void chaos(int seeds) {
        chaos(seeds, Crossing.policies());
    }

    private static void chaos(int seeds, Policies policies) {
        for (long seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            Crossing crossing = Crossing.up(seed, policies);
            crossing.world.loss(0.2).duplication(0.2).reordering(0.2);
            List<String> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                if (random.nextInt(12) == 0) {
                    Site site = random.nextBoolean() ? crossing.a : crossing.b;
                    site.restart();
                    site.command(Verb.ESTABLISH, site == crossing.a ? "to-b" : "to-a", Crossing.NET);
                    done.add("restart " + site.name());
                } else {
                    Told told = Told.all().get(random.nextInt(Told.all().size()));
                    crossing.tell(told);
                    done.add(told.toString());
                }
                crossing.world.run(random.nextInt(3_000));
            }
            try {
                crossing.world.judge();
            } catch (AssertionError wrong) {
                throw new AssertionError("seed " + seed + ", " + done + ": " + crossing, wrong);
            }
        }
    }
}
