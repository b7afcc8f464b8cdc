package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A window larger than one, promised by SET_WINDOW_SIZE (RFC 7296 sections 2.3 and 3.10.1). */
class LargeWindowTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final int WINDOW = 4;
    private static final Policies POLICIES = Puppet.policies().setting("window", "4");

    private static NotifyPayload promise(int messages) {
        return NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.unsigned(messages, 4));
    }

    private static List<Payload> and(List<Payload> payloads, Payload more) {
        List<Payload> all = new ArrayList<>(payloads);
        all.add(more);
        return all;
    }

    /** A puppet that has called a gateway with a window of four, and promises {@code messages} itself. */
    private static Puppet promising(long seed, int messages) {
        Puppet puppet = Puppet.initiator(seed, POLICIES, Limits.DEFAULT);
        puppet.init();
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, and(puppet.auth(), promise(messages))));
        assertThat(puppet.site.sad().entries()).hasSize(2);
        puppet.heard();
        return puppet;
    }

    private static List<Long> probed(Puppet puppet, int times) {
        for (int i = 0; i < times; i++) {
            puppet.site.probe("to-a");
        }
        puppet.world.run(100);
        return ids(puppet.heard());
    }

    private static List<Long> ids(List<Puppet.Heard> heard) {
        return heard.stream().map(each -> each.header().messageId()).toList();
    }

    private static List<Long> answer(Puppet puppet, long id) {
        return ids(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, id)));
    }

    /** Section 2.3, appendix C.2: among the notifications at the end of IKE_AUTH, four octets; nothing where the window is one. */
    @Test
    void both_ends_promise_their_window_in_ike_auth() {
        Puppet called = Puppet.responder(1, POLICIES);
        Puppet.Heard request = called.one(called.deliver(called.answer(called.called())));
        assertThat(request.payloads().get(request.payloads().size() - 1)).isEqualTo(promise(WINDOW));
        Puppet calling = Puppet.initiator(1, POLICIES, Limits.DEFAULT);
        calling.init();
        Puppet.Heard answer = calling.one(calling.deliver(calling.sealed(ExchangeType.IKE_AUTH, 0, 1, calling.auth())));
        assertThat(answer.payloads().get(answer.payloads().size() - 1)).isEqualTo(promise(WINDOW));
        Puppet usual = Puppet.initiator(1);
        usual.init();
        assertThat(usual.one(usual.deliver(usual.sealed(ExchangeType.IKE_AUTH, 0, 1, usual.auth())))
                        .notifies())
                .doesNotContain(NotifyType.SET_WINDOW_SIZE);
    }

    /** Section 2.3: request X waits for the responses to all requests up to X - N. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void as_many_requests_are_in_flight_as_the_peer_promises_to_keep(int promised) {
        Puppet puppet = promising(2, promised);
        assertThat(probed(puppet, 9)).hasSize(promised).startsWith(0L).endsWith(promised - 1L);
    }

    @Test
    void a_peer_that_promises_nothing_gets_one_request_at_a_time() {
        Puppet puppet = Puppet.initiator(3, POLICIES, Limits.DEFAULT).connected();
        puppet.heard();
        assertThat(probed(puppet, 9)).containsExactly(0L);
    }

    @Test
    void a_promise_beyond_all_measure_is_used_up_to_our_own_limit() {
        for (String promise : List.of("ffffffff", "7fffffff", "80000000")) {
            Puppet puppet = Puppet.initiator(4, POLICIES, Limits.DEFAULT);
            puppet.init();
            puppet.deliver(puppet.sealed(
                    ExchangeType.IKE_AUTH,
                    0,
                    1,
                    and(puppet.auth(), NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.hex(promise)))));
            puppet.heard();
            assertThat(probed(puppet, 3 * Defaults.MAX_WINDOW)).hasSize(Defaults.MAX_WINDOW);
        }
    }

    /** Section 2.3: four octets; a promise of none, or of another length, is no promise. */
    @ParameterizedTest
    @ValueSource(strings = {"", "04", "000004", "00000000", "0000000000000004"})
    void a_malformed_promise_promises_nothing(String data) {
        Puppet puppet = Puppet.initiator(5, POLICIES, Limits.DEFAULT);
        puppet.init();
        puppet.deliver(puppet.sealed(
                ExchangeType.IKE_AUTH,
                0,
                1,
                and(puppet.auth(), NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.hex(data)))));
        puppet.heard();
        assertThat(probed(puppet, 3)).containsExactly(0L);
    }

    /** Section 2.3: the oldest unanswered request holds the window, whatever else is answered. */
    @Test
    void responses_out_of_order_are_taken_and_the_window_moves_with_the_oldest() {
        Puppet puppet = promising(6, WINDOW);
        assertThat(probed(puppet, 8)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(answer(puppet, 3)).isEmpty();
        assertThat(answer(puppet, 1)).isEmpty();
        assertThat(answer(puppet, 0)).containsExactly(4L, 5L);
        assertThat(answer(puppet, 2)).containsExactly(6L, 7L);
        for (long id = 4; id < 8; id++) {
            answer(puppet, id);
        }
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    /** Section 2.1: each request is repeated by itself, until it is answered. */
    @Test
    void each_request_in_flight_is_repeated_until_its_own_response_comes() {
        Puppet puppet = promising(7, WINDOW);
        List<Puppet.Heard> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            puppet.site.probe("to-a");
        }
        puppet.world.run(100);
        first.addAll(puppet.heard());
        answer(puppet, 1);
        puppet.world.run(700);
        List<Puppet.Heard> again = puppet.heard();
        assertThat(ids(again)).containsExactlyInAnyOrder(0L, 2L);
        for (Puppet.Heard each : again) {
            assertThat(each.captured().octets())
                    .isEqualTo(first.get((int) each.header().messageId())
                            .captured()
                            .octets());
        }
    }

    /** Section 2.3: requests inside the window are answered in whatever order they come, at once. */
    @Test
    void requests_of_the_peer_are_answered_out_of_order() {
        Puppet puppet = promising(8, WINDOW);
        for (long id : new long[] {5, 3, 2, 4}) {
            assertThat(ids(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, id)))).containsExactly(id);
        }
    }

    /** Section 2.3: and outside it they are dropped in silence, so that the peer's next one waits for the oldest. */
    @Test
    void a_request_beyond_the_window_is_dropped_until_the_oldest_is_answered() {
        Puppet puppet = promising(9, WINDOW);
        Bytes beyond = puppet.sealed(INFORMATIONAL, 0, 6);
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3));
        assertThat(puppet.deliver(beyond)).isEmpty();
        assertThat(ids(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2)))).containsExactly(2L);
        assertThat(ids(puppet.deliver(beyond))).containsExactly(6L);
    }

    /** Sections 2.1 and 2.3: as many answers are kept as we promised, each for its own request, octet for octet; not one more. */
    @Test
    void the_last_four_answers_are_kept_and_no_more() {
        Puppet puppet = promising(10, WINDOW);
        List<Bytes> requests = new ArrayList<>();
        List<Bytes> answers = new ArrayList<>();
        for (long id = 2; id < 10; id++) {
            requests.add(puppet.sealed(INFORMATIONAL, 0, id));
            answers.add(puppet.one(puppet.deliver(requests.get(requests.size() - 1)))
                    .captured()
                    .octets());
        }
        for (int i = 0; i < requests.size(); i++) {
            List<Bytes> again = puppet.deliver(requests.get(i)).stream()
                    .map(Puppet.Heard::captured)
                    .map(Captured::octets)
                    .toList();
            assertThat(again).isEqualTo(i < 4 ? List.of() : List.of(answers.get(i)));
        }
    }

    /** Section 2.3: always one until the initial exchanges complete. */
    @Test
    void the_window_is_one_until_ike_auth_is_complete() {
        Puppet puppet = Puppet.initiator(11, POLICIES, Limits.DEFAULT);
        puppet.init();
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2))).isEmpty();
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        assertThat(ids(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3)))).containsExactly(3L);
    }

    /** Section 2.3: what nothing authenticates does not move it, whichever ID it has. */
    @Test
    void forged_requests_and_responses_do_not_move_the_window() {
        Puppet puppet = promising(12, WINDOW);
        assertThat(probed(puppet, 2)).containsExactly(0L, 1L);
        for (long id = 0; id < 12; id++) {
            for (int flags : new int[] {0, IkeFlags.RESPONSE}) {
                Bytes good = puppet.sealed(INFORMATIONAL, flags, id, promise(9));
                byte[] forged = good.toArray();
                forged[forged.length - 1] ^= 1;
                puppet.put(Bytes.copyOf(forged));
            }
        }
        puppet.world.run(100);
        assertThat(puppet.heard()).isEmpty();
        assertThat(ids(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 6)))).isEmpty();
        for (long id = 2; id < 6; id++) {
            assertThat(ids(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, id)))).contains(id);
        }
    }

    /** Sections 2.3 and 2.25: of two requests of the peer that are about the same thing the one that comes first is done. */
    @Test
    void of_two_replacements_that_the_peer_asks_for_at_once_one_is_made() {
        Puppet puppet = promising(16, WINDOW);
        List<Puppet.Heard> answers = at(puppet, rekeyChild(puppet, 2, "0a0b0c0e"), rekeyChild(puppet, 3, "0a0b0c0f"));
        assertThat(answers).hasSize(2);
        assertThat(answers.stream().map(Puppet.Heard::notifies))
                .containsExactlyInAnyOrder(List.of(), List.of(NotifyType.TEMPORARY_FAILURE));
        assertThat(puppet.site.sad().entries()).hasSize(4);
    }

    @Test
    void a_child_and_a_new_ike_sa_are_not_made_at_once() {
        for (boolean childFirst : new boolean[] {true, false}) {
            Puppet puppet = promising(17, WINDOW);
            Bytes child = puppet.sealed(
                    ExchangeType.CREATE_CHILD_SA,
                    0,
                    2,
                    CollisionsTest.create(puppet, Optional.empty(), Bytes.hex("0a0b0c0e")));
            Bytes ike = puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 3, CollisionsTest.rekeyIke(puppet));
            List<Puppet.Heard> answers = childFirst ? at(puppet, child, ike) : at(puppet, ike, child);
            assertThat(answers.stream().map(Puppet.Heard::notifies))
                    .containsExactlyInAnyOrder(List.of(), List.of(NotifyType.TEMPORARY_FAILURE));
            assertThat(puppet.site.sad().entries()).hasSize(childFirst ? 4 : 2);
            puppet.site.delete("to-a");
            puppet.world.run(600_000);
            assertThat(puppet.forgotten()).as("nothing is left over").isTrue();
        }
    }

    @Test
    void of_two_new_ike_sas_that_the_peer_asks_for_at_once_one_is_made() {
        Puppet puppet = promising(18, WINDOW);
        List<Puppet.Heard> answers = at(
                puppet,
                puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 2, CollisionsTest.rekeyIke(puppet)),
                puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 3, CollisionsTest.rekeyIke(puppet)));
        assertThat(answers.stream().map(Puppet.Heard::notifies))
                .containsExactlyInAnyOrder(List.of(), List.of(NotifyType.TEMPORARY_FAILURE));
    }

    /** Section 1.4.1: each deletion is answered, with our half in one answer only or in both; the child is gone once. */
    @Test
    void a_child_that_the_peer_deletes_twice_at_once_is_gone_once() {
        Puppet puppet = promising(19, WINDOW);
        DeletePayload delete = new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi));
        assertThat(at(puppet, puppet.sealed(INFORMATIONAL, 0, 3, delete), puppet.sealed(INFORMATIONAL, 0, 2, delete)))
                .hasSize(2);
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.world.transcript().toString().lines().filter(line -> line.contains("removed: ESP")))
                .hasSize(1);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 4))).hasSize(1);
    }

    private static Bytes rekeyChild(Puppet puppet, long id, String newSpi) {
        return puppet.sealed(
                ExchangeType.CREATE_CHILD_SA,
                0,
                id,
                CollisionsTest.create(puppet, Optional.of(puppet.espSpi), Bytes.hex(newSpi)));
    }

    /** Both before anything is done about the first. */
    private static List<Puppet.Heard> at(Puppet puppet, Bytes first, Bytes second) {
        puppet.put(first);
        puppet.put(second);
        puppet.world.run(100);
        return puppet.heard();
    }

    /** Section 2.3: a promise may come at any time, and a smaller one takes nothing back. */
    @Test
    void a_window_grows_at_any_time_and_never_shrinks() {
        Puppet puppet = promising(13, 2);
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, promise(3)));
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3, promise(1)));
        assertThat(probed(puppet, 9)).containsExactly(0L, 1L, 2L);
    }

    /** Section 2.3: a new IKE SA begins with one, until it is promised anew; we do so in our first message there. */
    @Test
    void a_rekeyed_ike_sa_begins_with_one_and_promises_anew() {
        Worlds worlds = Worlds.of(Worlds.empty(14), POLICIES);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.world().runUntilQuiet();
        worlds.world().run(1_000);
        int before = worlds.world().capture().size();
        for (int i = 0; i < 6; i++) {
            worlds.a().probe("to-b");
        }
        worlds.world().runUntilQuiet();
        List<Boolean> fromA = worlds
                .world()
                .capture()
                .subList(before, worlds.world().capture().size())
                .stream()
                .map(captured -> captured.from().equals(worlds.a().endpoint()))
                .toList();
        assertThat(fromA.get(0)).isTrue();
        assertThat(fromA.get(1)).as("one, and its answer").isFalse();
        assertThat(fromA.subList(2, 6)).as("then four at once").containsOnly(true);
        assertThat(worlds.world()
                        .transcript()
                        .toString()
                        .lines()
                        .filter(line -> line.contains("N(SET_WINDOW_SIZE)") && line.contains("INFORMATIONAL"))
                        .filter(line -> line.contains("->")))
                .hasSize(2);
        assertThat(worlds.a().errands()).allMatch(errand -> errand.succeeded());
    }

    /** Several of our own, of every kind, are under way together, and none of them is lost. */
    @Test
    void a_child_is_made_while_another_is_replaced_and_the_peer_is_probed() {
        Worlds worlds = Worlds.of(Worlds.empty(15), Crossing.policies().setting("window", "4"));
        worlds.a().command(Verb.ESTABLISH, "to-b", Crossing.NET);
        worlds.world().runUntilQuiet();
        int before = worlds.world().capture().size();
        worlds.a().command(Verb.REKEY, "to-b", Crossing.NET);
        worlds.a().command(Verb.ESTABLISH, "to-b", Crossing.SECOND);
        worlds.a().probe("to-b");
        worlds.world().run(1);
        assertThat(worlds.world().capture().size() - before).as("in flight").isEqualTo(3);
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands()).allMatch(errand -> errand.succeeded());
        worlds.world().judge();
        assertThat(worlds.a().sad().entries()).hasSize(4);
    }
}
