package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Toy.ToyWish WISH = new Toy.ToyWish("home", World.HERE, World.endpoint("198.51.100.7", 4321));

    private World world;

    @BeforeEach
    void build() throws Unavailable {
        world = new World(Limits.DEFAULT.withLaneDatagrams(4).withHalfOpenMillis(10_000));
    }

    private void assertNothingIsLeft() {
        assertThat(List.of(
                        world.gateway.lanes(), world.gateway.keys(), world.gateway.timers(), world.gateway.halfOpen()))
                .containsOnly(0);
        assertThat(world.host.waitingLater()).isZero();
    }

    private Observed last() {
        world.host.run();
        return world.events.get(world.events.size() - 1);
    }

    @Test
    void a_timer_that_runs_out_is_heard_of_once() {
        world.hears("new;timer t 50;" + "x".repeat(40));
        world.host.passAndRun(49);
        assertThat(world.said()).isEmpty();
        world.host.passAndRun(1);
        assertThat(world.said()).containsExactly("timer t");
        world.host.passAndRun(500);
        assertThat(world.said()).isEmpty();
    }

    @Test
    void a_timer_that_is_started_again_forgets_its_first_time() {
        world.hears("new;prove p;listen a;timer t 50");
        world.host.passAndRun(40);
        world.hears("to a;timer t 50");
        world.host.passAndRun(40);
        assertThat(world.said()).isEmpty();
        world.host.passAndRun(10);
        assertThat(world.said()).containsExactly("timer t");
    }

    @Test
    void a_timer_that_ran_out_before_it_was_stopped_is_not_heard_of() {
        world.hears("new;prove p;listen a;timer t 50");
        world.arrives("198.51.100.7", "to a;stop t");
        world.host.pass(50);
        world.host.run();
        assertThat(world.said()).isEmpty();
    }

    @Test
    void a_timer_that_ran_out_before_it_was_started_again_is_heard_of_when_the_new_time_is_up() {
        world.hears("new;prove p;listen a;timer t 50");
        world.arrives("198.51.100.7", "to a;timer t 70");
        world.host.pass(50);
        world.host.run();
        assertThat(world.said()).isEmpty();
        world.host.passAndRun(70);
        assertThat(world.said()).containsExactly("timer t");
    }

    @Test
    void a_lane_that_is_full_loses_datagrams_and_never_a_timer_or_a_work_result() {
        world.hears("new;prove p;listen a;timer t 5;work");
        world.sent.clear();
        world.hears("to a;work");
        world.sent.clear();
        for (int i = 0; i < 10; i++) {
            world.arrives("198.51.100.7", "to a;send 1");
        }
        world.host.pass(5);
        world.host.run();
        assertThat(world.said()).hasSize(5).contains("timer t");
        assertThat(world.count("lane-full")).isEqualTo(6);
        world.hears("to a;send 1");
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_bug_ends_its_negotiation_with_its_transcript_and_harms_no_other() {
        world.hears("new;listen other;prove p");
        world.hears("new;listen a;note one;note two;timer t 9");
        world.hears("to a;bug");
        assertThat(last().event().kind()).isEqualTo(NegotiationEvent.Kind.FINISHED);
        assertThat(last().event().name()).isEqualTo("bug");
        assertThat(last().event().text()).contains("IllegalStateException: a bug in the toy");
        assertThat(last().event().detail())
                .anyMatch(line -> line.endsWith("NOTE one"))
                .anyMatch(line -> line.contains("at dev.parley.engine.Toy"));
        world.hears("to other;send 1");
        assertThat(world.said()).hasSize(1);
        assertThat(world.gateway.lanes()).isEqualTo(1);
    }

    @Test
    void a_stack_overflow_ends_one_negotiation_only() {
        world.hears("new;listen other;prove p");
        world.hears("new;overflow");
        world.hears("to other;send 1");
        assertThat(world.said()).hasSize(1);
        assertThat(world.count("bug")).isEqualTo(1);
    }

    @Test
    void who_shows_no_key_in_time_is_finished_and_leaves_nothing() {
        world.hears("new;listen a;timer t 60000;install 00000001 00000002");
        world.host.passAndRun(10_000);
        assertThat(last().event().name()).isEqualTo("half-open-expired");
        assertNothingIsLeft();
    }

    @Test
    void a_protocol_has_a_time_of_its_own_within_bounds() {
        assertHalfOpenFor(2_000, new Toy(OptionalLong.of(2_000)));
        assertHalfOpenFor(60_000, new Toy(OptionalLong.of(60_000)));
        assertHalfOpenFor(Limits.HALF_OPEN_MOST_MILLIS, new Toy(OptionalLong.of(Long.MAX_VALUE)));
    }

    private void assertHalfOpenFor(long millis, Toy toy) {
        Contribution contribution = World.contribution(toy);
        world.tracker.remove(world.toy);
        world.tracker.add(contribution);
        world.hears("new");
        world.host.passAndRun(millis - 1);
        assertThat(world.gateway.halfOpen()).isEqualTo(1);
        world.host.passAndRun(1);
        assertThat(world.gateway.halfOpen()).isZero();
        world.tracker.remove(contribution);
    }

    @Test
    void no_work_is_begun_any_more_for_a_protocol_that_has_left() {
        Toy toy = new Toy(OptionalLong.empty());
        Contribution contribution = World.contribution(toy);
        world.tracker.remove(world.toy);
        world.tracker.add(contribution);
        world.arrives("198.51.100.7", "new;work;work");
        world.host.runLanes();
        world.host.runWork();
        assertThat(toy.worked).isEqualTo(1);
        world.tracker.remove(contribution);
        world.host.runWork();
        assertThat(toy.worked).isEqualTo(1);
    }

    @Test
    void what_was_true_already_is_no_news_for_who_waits_for_something_else() {
        Toy.ToyWish wish = new Toy.ToyWish("standing", World.HERE, World.endpoint("198.51.100.7", 4321));
        List<String> told = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, wish, failure -> told.add("established"));
        world.host.run();
        world.gateway.command(Verb.REKEY, wish, failure -> told.add("rekeyed"));
        world.gateway.command(Verb.ESTABLISH, wish, failure -> told.add("stands"));
        world.host.run();
        assertThat(told).containsExactly("established", "stands");
        world.hears("to standing;settle");
        assertThat(told).containsExactly("established", "stands", "rekeyed");
    }

    @Test
    void who_is_proven_in_time_stays() {
        world.hears("new;listen a;prove p");
        world.host.passAndRun(10_000);
        world.hears("to a;send 1");
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void finish_leaves_no_timer_no_key_and_no_memory() {
        world.hears("new;listen a;listen b;timer t 500;timer u 900;work;finish;send 5");
        assertNothingIsLeft();
        assertThat(world.said()).as("nothing after the end, nor from its work").isEmpty();
        assertThat(world.count("effects-after-finish")).isEqualTo(1);
        assertThat(last().event().text()).isEqualTo("as told");
    }

    @Test
    void work_that_outlives_its_negotiation_is_ignored() {
        world.arrives("198.51.100.7", "new;prove p;listen a;work");
        world.host.runLanes();
        world.arrives("198.51.100.7", "to a;finish");
        world.host.runLanes();
        world.host.run();
        assertThat(world.said()).isEmpty();
    }

    @Test
    void work_comes_back_by_the_lane_with_its_result_or_with_what_it_threw() {
        world.hears("new;work;" + "x".repeat(40));
        world.hears("new;fail;" + "x".repeat(40));
        world.hears("new;break;" + "x".repeat(40));
        assertThat(world.said()).containsExactly("1 done worked", "1 failed no such luck", "1 failed gone");
    }

    @Test
    void an_unproven_peer_is_sent_three_times_what_it_sent_and_no_more() {
        world.hears("new;listen a;send 60;send 10");
        assertThat(world.said()).hasSize(2);
        world.hears("to a;send 40");
        assertThat(world.said()).as("81 and 36 octets are allowed, 70 are used").hasSize(1);
        world.hears("to a;send 60");
        assertThat(world.said()).isEmpty();
        assertThat(world.count("amplification-refused")).isEqualTo(1);
        world.hears("to a;prove p;send 5000");
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_key_that_another_listens_to_has_left_the_first() {
        world.hears("new;1;prove p;listen a");
        world.hears("new;2;prove q;listen a");
        world.hears("to a;finish");
        assertThat(world.gateway.lanes()).isEqualTo(1);
        world.hears("to a");
        assertThat(world.count("toy-unknown-key")).isEqualTo(1);
    }

    @Test
    void what_is_forwarded_reaches_who_lives_under_the_key_or_makes_somebody_who_does() {
        world.hears("new;prove p;forward b hello");
        world.hears("new;forward b again");
        assertThat(world.eventTexts()).containsExactly("handed hello", "handed again");
        assertThat(world.gateway.lanes()).isEqualTo(3);
        assertThat(world.gateway.halfOpen())
                .as("a forwarded one is not half-open")
                .isEqualTo(1);
    }

    @Test
    void a_departed_algorithm_costs_the_input_and_not_the_negotiation() {
        world.hears("new;prove p;listen a");
        world.hears("to a;departed");
        world.hears("to a;send 1");
        assertThat(world.said()).hasSize(1);
        assertThat(world.count("departed")).isEqualTo(1);
    }

    @Test
    void a_departed_protocol_takes_its_negotiations_with_it() {
        world.hears("new;prove p;listen a;timer t 50000");
        world.tracker.remove(world.toy);
        world.host.run();
        assertThat(last().event().name()).isEqualTo("protocol-departed");
        assertNothingIsLeft();
        world.hears("new");
        assertThat(world.count("no-protocol")).isEqualTo(1);
    }

    @Test
    void a_wish_is_settled_when_the_negotiation_says_so() {
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, WISH, settled::add);
        world.host.run();
        assertThat(world.said()).containsExactly("new;reply");
        assertThat(settled).isEmpty();
        world.hears("to home;settle");
        assertThat(settled).containsExactly(Optional.empty());
    }

    @Test
    void a_wish_that_nobody_settled_is_refused_when_its_negotiation_ends() {
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, WISH, settled::add);
        world.host.run();
        world.hears("to home;bug");
        assertThat(settled).hasSize(1);
        assertThat(settled.get(0).orElseThrow()).hasMessageContaining("the negotiation has finished: a bug of toy");
    }

    @Test
    void a_command_goes_home_and_without_a_home_only_establish_begins() {
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.DELETE, WISH, settled::add);
        assertThat(settled.get(0).orElseThrow()).hasMessage("no negotiation with home is up");
        world.gateway.command(Verb.ESTABLISH, WISH, settled::add);
        world.host.run();
        world.gateway.command(Verb.DELETE, WISH, settled::add);
        world.host.run();
        assertThat(settled.get(1).orElseThrow()).hasMessage("home was deleted meanwhile");
        assertThat(settled.get(2)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void who_hears_that_it_is_down_may_bring_it_up_at_once() {
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, WISH, outcome -> {});
        world.host.run();
        world.gateway.command(Verb.DELETE, WISH, down -> world.gateway.command(Verb.ESTABLISH, WISH, settled::add));
        world.host.run();
        assertThat(settled).isEmpty();
        assertThat(world.gateway.lanes()).isEqualTo(1);
        world.hears("to home;settle");
        assertThat(settled).containsExactly(Optional.empty());
    }

    @Test
    void a_closed_gateway_begins_nothing() {
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.close();
        world.gateway.command(Verb.ESTABLISH, WISH, settled::add);
        world.host.run();
        assertThat(settled.get(0).orElseThrow()).hasMessage("gateway here is closed");
        assertNothingIsLeft();
    }

    @Test
    void the_home_of_a_wish_is_forgotten_with_its_negotiation_even_if_it_never_listened_there() {
        Toy.ToyWish broken = new Toy.ToyWish("broken", World.HERE, World.endpoint("198.51.100.7", 4321));
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, broken, settled::add);
        world.host.run();
        assertThat(settled.get(0).orElseThrow()).hasMessageContaining("cannot initiate");
        assertNothingIsLeft();
    }

    @Test
    void two_commands_in_a_row_find_one_home() {
        world.gateway.command(Verb.ESTABLISH, WISH, outcome -> {});
        world.gateway.command(Verb.ESTABLISH, WISH, outcome -> {});
        world.host.run();
        assertThat(world.gateway.lanes()).isEqualTo(1);
    }

    @Test
    void a_wish_for_a_protocol_that_is_not_there_says_so() {
        world.tracker.remove(world.toy);
        List<Optional<Refusal>> settled = new ArrayList<>();
        world.gateway.command(Verb.ESTABLISH, WISH, settled::add);
        assertThat(settled.get(0).orElseThrow())
                .hasMessage("connection home needs protocol toy, which no installed bundle contributes");
    }

    @Test
    void negotiations_tell_their_facts() {
        world.hears("new;1;prove peer");
        world.hears("new;2");
        var listed = world.gateway.negotiations();
        world.host.run();
        assertThat(listed)
                .isCompletedWithValue(List.of(
                        Map.of(
                                "negotiation",
                                "toy-1",
                                "protocol",
                                "toy",
                                "halfOpen",
                                "no",
                                "peer",
                                "peer",
                                "catalog",
                                "1"),
                        Map.of("negotiation", "toy-2", "protocol", "toy", "halfOpen", "yes", "catalog", "1")));
    }

    @Test
    void close_ends_all_and_leaves_nothing() {
        world.hears("new;1;prove peer;timer t 500");
        world.gateway.command(Verb.ESTABLISH, WISH, outcome -> {});
        world.host.run();
        world.gateway.shut();
        world.host.run();
        assertNothingIsLeft();
        assertThat(world.eventTexts()).containsOnly("gateway here was closed");
    }

    @Test
    void a_lane_that_is_ended_before_its_first_input_leaves_no_key_behind() {
        world.host.beforeNextTask = world.gateway::shut;
        world.arrives("198.51.100.7", "new");
        world.host.run();
        assertNothingIsLeft();
    }

    @Test
    void a_protocol_that_leaves_finishes_what_runs_and_begins_nothing_new() {
        world.hears("new;prove p;listen a");
        List<String> meanwhile = new ArrayList<>();
        world.tracker.onDrain(leaving -> {
            world.host.run();
            meanwhile.addAll(world.said());
            world.hears("new;2;send 1");
            world.hears("to a;note last;finish");
            return CompletableFuture.completedFuture("done");
        });
        world.tracker.drain(world.toy);
        assertThat(meanwhile).containsExactly("draining");
        assertThat(world.said()).as("a newcomer is not let in").isEmpty();
        assertThat(world.count("protocol-leaving")).isEqualTo(1);
        assertThat(world.count("toy-note")).isEqualTo(1);
        assertThat(last().event().text()).isEqualTo("as told");
        assertNothingIsLeft();
        world.hears("to a;note gone");
        assertThat(world.count("no-protocol")).isEqualTo(1);
    }

    @Test
    void a_negotiation_that_does_not_finish_is_fenced_with_its_protocol() {
        world.hears("new;prove p;listen a");
        Thread.currentThread().interrupt();
        world.tracker.drain(world.toy);
        assertThat(Thread.interrupted()).as("who waited keeps the interrupt").isTrue();
        world.host.run();
        assertThat(last().event().name()).isEqualTo("protocol-departed");
        assertThat(world.said()).isEmpty();
        assertNothingIsLeft();
    }
}
