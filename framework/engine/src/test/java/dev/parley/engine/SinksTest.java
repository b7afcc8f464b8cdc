package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SaReports;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinksTest {
    private static final String PAD = ";" + "x".repeat(60);

    /** Keeps what it is given, and refuses one SPI. */
    private static final class Keeper implements SaSink {
        private final String name;
        private final String refuses;
        private final Map<String, String> kept = new LinkedHashMap<>();
        private final List<String> calls = new ArrayList<>();
        private SaReports reports;

        Keeper(String name, String refuses) {
            this.name = name;
            this.refuses = refuses;
        }

        @Override
        public String key() {
            return name;
        }

        @Override
        public void reportTo(String gateway, SaReports to) {
            reports = to;
        }

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) throws Unavailable {
            calls.add("install " + sa.spi());
            if (sa.spi().toString().equals(refuses)) {
                throw new Unavailable(name + " has no room for " + sa.spi());
            }
            if (sa.spi().toString().equals("deadbeef")) {
                throw new IllegalStateException("dead beef");
            }
            kept.put(sa.spi().toString(), ((Toy.ToySa) sa).version());
        }

        @Override
        public void update(String gateway, SecurityAssociation now) {
            calls.add("update " + now.spi());
            kept.put(now.spi().toString(), ((Toy.ToySa) now).version());
        }

        @Override
        public void move(String gateway, SecurityAssociation before, SecurityAssociation now) {
            calls.add("move " + before.spi() + " " + now.spi());
            kept.put(now.spi().toString(), kept.remove(before.spi().toString()));
        }

        @Override
        public void remove(String gateway, SecurityAssociation sa) {
            calls.add("remove " + sa.spi());
            kept.remove(sa.spi().toString());
        }

        @Override
        public void gone(String gateway) {
            calls.add("gone " + gateway);
        }
    }

    private final Keeper own = new Keeper("own", "none");
    private final Keeper plugged = new Keeper("plugged", "00000002");
    private World world;
    private Contribution toys;

    @BeforeEach
    void build() throws Unavailable {
        world = new World(own);
        toys = world.toy;
    }

    @Test
    void a_change_is_answered_when_all_sinks_have_made_it() {
        world.tracker.add(World.contribution(plugged));
        world.hears("new;install 00000003 00000004" + PAD);
        assertThat(world.said()).containsExactly("1 done done");
        assertThat(own.kept).containsOnlyKeys("00000003", "00000004");
        assertThat(plugged.kept).isEqualTo(own.kept);
    }

    @Test
    void a_change_that_one_sink_refuses_is_undone_in_all_of_them() {
        world.tracker.add(World.contribution(plugged));
        world.hears("new;install 00000001 00000002" + PAD);
        assertThat(world.said()).containsExactly("1 failed plugged has no room for 00000002");
        assertThat(own.kept).isEmpty();
        assertThat(plugged.kept).isEmpty();
        assertThat(own.calls)
                .containsExactly("install 00000001", "install 00000002", "remove 00000002", "remove 00000001");
        world.hears("new;again;install 00000001 00000004" + PAD);
        assertThat(own.kept).as("the name is free again").containsOnlyKeys("00000001", "00000004");
    }

    @Test
    void an_update_is_undone_too() {
        world.hears("new;prove p;listen a;install 00000001 00000004" + PAD);
        world.tracker.add(World.contribution(plugged));
        world.hears("to a;update 00000001 00000002" + PAD);
        assertThat(world.said()).last().isEqualTo("2 failed plugged has no room for 00000002");
        assertThat(own.kept).isEqualTo(Map.of("00000001", "1", "00000004", "1"));
        assertThat(plugged.kept).isEqualTo(own.kept);
        world.hears("to a;update 00000001 00000005" + PAD);
        assertThat(own.kept).isEqualTo(Map.of("00000001", "2", "00000004", "1", "00000005", "1"));
    }

    @Test
    void an_sa_that_moves_keeps_its_place_under_its_new_name() {
        world.hears("new;prove p;listen a;install 00000001 00000004" + PAD);
        world.hears("to a;move 00000001 00000007" + PAD);
        assertThat(own.kept).containsOnlyKeys("00000007", "00000004");
        world.tracker.add(World.contribution(plugged));
        world.host.run();
        assertThat(plugged.kept).as("who comes late").isEqualTo(own.kept);
        world.hears("to a;remove 00000007" + PAD);
        assertThat(own.kept).containsOnlyKeys("00000004");
        world.hears("new;install 00000001 00000005" + PAD);
        assertThat(own.kept).as("the old name is free").containsOnlyKeys("00000004", "00000001", "00000005");
    }

    @Test
    void nobody_moves_what_is_not_his_or_takes_the_place_of_another() {
        world.hears("new;prove p;listen a;install 00000001 00000004" + PAD);
        world.hears("new;prove p;listen b;install 00000003 00000005" + PAD);
        world.hears("to b;move 00000001 00000007" + PAD);
        world.hears("to a;move 00000001 00000004" + PAD);
        world.hears("to a;move 00000009 00000008" + PAD);
        assertThat(own.kept).containsOnlyKeys("00000001", "00000004", "00000003", "00000005");
        assertThat(own.calls).noneMatch(call -> call.startsWith("move"));
    }

    @Test
    void a_sink_that_comes_late_is_given_what_is_installed() {
        world.hears("new;install 00000001 00000002" + PAD);
        world.hears("new;prove p;install 00000003 00000004;remove 00000003" + PAD);
        world.tracker.add(World.contribution(plugged));
        world.host.run();
        assertThat(plugged.calls).containsExactly("install 00000001", "install 00000002", "install 00000004");
        assertThat(plugged.kept).as("what it refuses stays with the others").containsOnlyKeys("00000001", "00000004");
        assertThat(own.kept).containsOnlyKeys("00000001", "00000002", "00000004");
    }

    @Test
    void a_sink_that_has_left_is_not_asked_and_stops_nothing() {
        Contribution contribution = World.contribution(plugged);
        world.tracker.add(contribution);
        world.host.run();
        world.tracker.remove(contribution);
        world.hears("new;install 00000001 00000002" + PAD);
        assertThat(world.said()).containsExactly("1 done done");
        assertThat(plugged.calls).isEmpty();
    }

    @Test
    void a_sink_with_a_bug_fails_the_change_and_is_named() {
        world.tracker.add(World.contribution(plugged));
        world.hears("new;install 00000001 deadbeef" + PAD);
        assertThat(world.said())
                .containsExactly(
                        "1 failed SA sink own failed with java.lang.IllegalStateException: dead beef: a bug of its"
                                + " bundle");
        assertThat(own.kept).isEmpty();
        assertThat(plugged.kept).isEmpty();
    }

    @Test
    void a_name_that_is_taken_is_refused_and_stays_with_who_had_it() {
        world.hears("new;1;install 00000001 00000002" + PAD);
        world.said();
        world.hears("new;2;install 00000003 00000001" + PAD);
        assertThat(world.said()).containsExactly("1 failed an SA named TOY 0x00000001 is installed already");
        assertThat(own.kept).containsOnlyKeys("00000001", "00000002");
    }

    @Test
    void what_a_bug_left_behind_is_removed_and_what_a_finish_left_stays() {
        world.hears("new;1;prove p;listen a;install 00000001 00000002");
        world.hears("new;2;prove q;listen b;install 00000003 00000004");
        world.hears("to a;bug");
        world.hears("to b;finish");
        assertThat(own.kept).containsOnlyKeys("00000003", "00000004");
        CompletableFuture<Void> shut = world.gateway.shut();
        assertThat(shut).isNotDone();
        world.host.run();
        assertThat(shut).isCompleted();
        assertThat(own.kept).isEmpty();
    }

    /** The toy's bundle is stopped and started again, in the middle of whatever it did. */
    private void update() {
        Contribution now = toys;
        toys = World.contribution(Toy.TOY);
        world.tracker.remove(now);
        world.host.run();
        world.tracker.add(toys);
        world.host.run();
    }

    @Test
    void what_a_departed_protocol_left_stays_until_others_come_for_the_same_connection() {
        world.hears("new;1;prove p;listen a;pair 00000001 00000002 to-b 0" + PAD);
        world.hears("new;1;prove p;listen a;pair 00000003 00000004 to-c 0" + PAD);
        update();
        assertThat(own.kept).containsOnlyKeys("00000001", "00000002", "00000003", "00000004");
        for (int round = 5; round < 9; round += 2) {
            world.hears(
                    "new;%d;prove p;listen a;pair 0000000%d 0000000%d to-b 0".formatted(round, round, round + 1) + PAD);
            assertThat(own.kept).containsOnlyKeys("00000003", "00000004", "0000000" + round, "0000000" + (round + 1));
            update();
        }
        assertThat(own.calls.indexOf("remove 00000001"))
                .as("make before break")
                .isGreaterThan(own.calls.indexOf("install 00000006"));
    }

    @Test
    void an_sa_whose_negotiation_has_ended_goes_with_its_mate_when_a_sink_says_that_it_is_used_up() {
        world.hears("new;prove p;listen a;pair 00000001 00000002 to-b 0;pair 00000003 00000004 to-b 0" + PAD);
        world.hears("to a;finish");
        own.reports.hardExpired(new Toy.ToySa(Bytes.hex("00000002"), "1"));
        own.reports.softExpired(new Toy.ToySa(Bytes.hex("00000003"), "1"));
        world.host.run();
        assertThat(own.kept).containsOnlyKeys("00000003", "00000004");
    }

    @Test
    void an_sa_whose_negotiation_has_ended_goes_with_its_mate_when_its_lifetime_ends() {
        world.hears("new;prove p;listen a;pair 00000001 00000002 to-b 100" + PAD);
        world.host.passAndRun(60_000);
        world.hears("to a;finish");
        world.host.passAndRun(39_000);
        assertThat(own.kept).containsOnlyKeys("00000001", "00000002");
        world.host.passAndRun(1_000);
        assertThat(own.kept).isEmpty();
        assertThat(world.host.waitingLater()).isZero();
    }

    /** RFC 4430 section 3.2: an optimistic initiator receives on an SA that its peer has not agreed to. */
    @Test
    void a_connection_hears_of_what_it_can_send_on_by_the_name_that_this_has_now() {
        List<String> heard = new ArrayList<>();
        Sinks sinks = new Sinks("sending", world.host, world.tracker::catalog, List.of(own), new Sinks.Ear() {
            @Override
            public void changed(List<SecurityAssociation> installed, List<SecurityAssociation> removed) {
                installed.forEach(sa -> heard.add("+" + sa.spi()));
                removed.forEach(sa -> heard.add("-" + sa.spi()));
            }

            @Override
            public void acquired(String connection) {}

            @Override
            public boolean expires(long owner, Verb verb, SecurityAssociation sa) {
                return true;
            }
        });
        SecurityAssociation receiving = new Toy.ToySa(Bytes.hex("00000001"), "1");
        SecurityAssociation sending = new Toy.ToySa(Bytes.hex("00000004"), "1");
        SecurityAssociation moved = new Toy.ToySa(Bytes.hex("00000005"), "1");
        sinks.change(1, installing(new Effect.Placed(receiving, true)), outcome -> {});
        world.host.run();
        assertThat(own.kept).containsOnlyKeys("00000001");
        assertThat(heard).isEmpty();
        sinks.change(1, installing(new Effect.Placed(sending, false)), outcome -> {});
        sinks.move(1, new Effect.Move(List.of(new Effect.Moved(sending, moved))));
        world.host.run();
        assertThat(heard).containsExactly("+00000004", "+00000005", "-00000004");
    }

    private static Effect.Change installing(Effect.Placed placed) {
        return new Effect.Change(1, List.of(placed), List.of(), List.of());
    }

    @Test
    void a_gateway_that_is_closed_says_so_to_its_sinks_after_the_last_sa_and_hears_them_no_more() {
        List<String> heard = new ArrayList<>();
        Sinks sinks = new Sinks("closing", world.host, world.tracker::catalog, List.of(own), new Sinks.Ear() {
            @Override
            public void changed(List<SecurityAssociation> installed, List<SecurityAssociation> removed) {}

            @Override
            public void acquired(String connection) {
                heard.add("acquired " + connection);
            }

            @Override
            public boolean expires(long owner, Verb verb, SecurityAssociation sa) {
                heard.add(verb + " " + sa.spi());
                return true;
            }
        });
        SecurityAssociation sa = new Toy.ToySa(Bytes.hex("00000001"), "1");
        Effect.Change change = new Effect.Change(1, List.of(new Effect.Placed(sa, true)), List.of(), List.of());
        sinks.change(1, change, outcome -> heard.add(outcome.toString()));
        world.host.run();
        own.reports.acquire("to-b");
        own.reports.softExpired(sa);
        world.host.run();
        assertThat(heard).containsExactly(Outcome.done().toString(), "acquired to-b", Verb.REKEY + " 00000001");
        heard.clear();
        SaReports before = own.reports;
        CompletableFuture<Void> closed = sinks.close();
        world.host.run();
        assertThat(closed).isCompleted();
        assertThat(own.calls).containsExactly("install 00000001", "remove 00000001", "gone closing");
        world.tracker.add(World.contribution(plugged));
        sinks.catalogChanged();
        before.acquire("to-b");
        before.hardExpired(sa);
        world.host.run();
        assertThat(heard).isEmpty();
    }

    @Test
    void every_sink_that_was_told_where_to_report_is_told_when_that_ends() {
        world.tracker.add(World.contribution(plugged));
        world.host.run();
        world.gateway.shut();
        world.host.run();
        assertThat(own.calls).containsExactly("gone here");
        assertThat(plugged.calls).containsExactly("gone here");
    }
}
