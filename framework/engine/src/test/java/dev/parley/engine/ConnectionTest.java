package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.ConnectionEffect.Ask;
import dev.parley.engine.ConnectionEffect.Home;
import dev.parley.engine.ConnectionEffect.StartTimer;
import dev.parley.engine.ConnectionEffect.Tell;
import dev.parley.engine.ConnectionInput.Answered;
import dev.parley.engine.ConnectionInput.Began;
import dev.parley.engine.ConnectionInput.Changed;
import dev.parley.engine.ConnectionInput.Ended;
import dev.parley.engine.ConnectionInput.Missing;
import dev.parley.engine.ConnectionInput.Proven;
import dev.parley.engine.ConnectionInput.TimerExpired;
import dev.parley.engine.ConnectionInput.Unwanted;
import dev.parley.engine.ConnectionInput.Wanted;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Code;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.negotiation.Need;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A connection step by step: what it hears, and what it wants done. */
class ConnectionTest {
    private static final Ask BEGIN = new Ask(Verb.ESTABLISH, Optional.empty());
    private static final SaName SA = new SaName("ESP", Bytes.hex("00001000"), Bytes.of(192, 0, 2, 1));
    private static final SaName OTHER = new SaName("ESP", Bytes.hex("00002000"), Bytes.of(192, 0, 2, 1));
    private static final Refusal SILENCE = new Refusal(Blame.NO_AGREEMENT, "nobody answers");
    private static final Refusal NO =
            new Refusal(Blame.NO_AGREEMENT, new Code(new NumberSpace("toy"), 14), "no proposal chosen");

    private final Connection connection = new Connection("to-b", new VirtualHost().random());
    private long now = 1_000_000;

    private List<ConnectionEffect> hear(ConnectionInput input) {
        return connection.hear(input, now);
    }

    private static Answered established(Optional<Refusal> how) {
        return new Answered(Verb.ESTABLISH, Optional.empty(), how);
    }

    private static Changed installed(SaName... sas) {
        return new Changed(Set.of(sas), Set.of());
    }

    private static Changed removed(SaName... sas) {
        return new Changed(Set.of(), Set.of(sas));
    }

    private static long wait(List<ConnectionEffect> effects) {
        return effects.stream()
                .filter(StartTimer.class::isInstance)
                .map(StartTimer.class::cast)
                .filter(start -> start.timer().equals(Retry.TIMER))
                .mapToLong(StartTimer::delayMillis)
                .findFirst()
                .orElseThrow();
    }

    private List<Long> waits(Refusal why, int attempts) {
        List<Long> waits = new ArrayList<>();
        assertThat(hear(new Wanted())).contains(BEGIN);
        for (int i = 0; i < attempts; i++) {
            waits.add(wait(hear(established(Optional.of(why)))));
            assertThat(hear(new TimerExpired(Retry.TIMER))).contains(BEGIN);
        }
        return waits;
    }

    /** Up by our own negotiation 1. */
    private void up() {
        hear(new Wanted());
        hear(new Began(1));
        hear(proven(1, Role.INITIATOR, "10"));
        hear(installed(SA));
        hear(established(Optional.empty()));
    }

    private Proven proven(long lane, Role role, String common) {
        return new Proven(lane, role, now, "b", Bytes.hex(common));
    }

    @Test
    void a_silent_peer_is_asked_again_ever_less_often_and_never_twice_at_once() {
        assertThat(hear(new Wanted())).containsExactly(BEGIN);
        assertThat(hear(new Wanted())).isEmpty();
        assertThat(hear(new TimerExpired(Retry.TIMER))).isEmpty();
        hear(established(Optional.of(SILENCE)));
        hear(new Unwanted());

        List<Long> waits = waits(SILENCE, 8);
        assertThat(waits.get(0)).isBetween(1_500L, 2_000L);
        assertThat(waits.get(1)).isBetween(3_000L, 4_000L);
        assertThat(waits.subList(5, 8)).allSatisfy(wait -> assertThat(wait).isBetween(45_000L, 60_000L));
    }

    @Test
    void a_peer_that_says_no_is_asked_again_after_minutes_and_a_person_who_cannot_wait_at_once() {
        List<Long> waits = waits(NO, 6);
        assertThat(waits.get(0)).isBetween(45_000L, 60_000L);
        assertThat(waits.get(5)).isBetween(675_000L, 900_000L);
        hear(established(Optional.of(NO)));
        assertThat(connection.state(now).failure()).contains(NO);
        assertThat(hear(new Wanted())).contains(BEGIN);
    }

    @Test
    void who_asked_for_it_is_told_how_it_ended() {
        hear(new Wanted());
        assertThat(hear(established(Optional.of(NO)))).contains(new Tell(Verb.ESTABLISH, Optional.of(NO)));
        hear(new Wanted());
        assertThat(hear(established(Optional.empty()))).contains(new Tell(Verb.ESTABLISH, Optional.empty()));
    }

    @Test
    void what_stood_for_long_is_begun_again_soon_and_what_is_lost_again_and_again_ever_later() {
        up();
        now += Retry.STABLE_MILLIS;
        assertThat(wait(hear(removed(SA)))).isLessThan(Retry.FIRST_MILLIS);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            assertThat(hear(new TimerExpired(Retry.TIMER))).contains(BEGIN);
            hear(installed(SA));
            hear(established(Optional.empty()));
            waits.add(wait(hear(removed(SA))));
        }
        assertThat(waits).isSorted();
        assertThat(waits.get(5)).isBetween(45_000L, 60_000L);
    }

    @Test
    void when_only_some_sas_are_gone_it_looks_after_a_while_whether_they_were_replaced() {
        up();
        hear(installed(OTHER));
        assertThat(wait(hear(removed(SA)))).isGreaterThan(Retry.FIRST_MILLIS);
        assertThat(hear(removed(SA))).isEmpty();
    }

    @Test
    void an_ending_that_nobody_wanted_otherwise_is_left_alone() {
        hear(new Began(1));
        hear(proven(1, Role.RESPONDER, "10"));
        hear(installed(SA));
        assertThat(connection.state(now).up()).isTrue();
        assertThat(hear(removed(SA))).isEmpty();
        assertThat(hear(new Ended(1))).isEmpty();
    }

    @Test
    void sas_may_outlive_their_negotiation() {
        up();
        assertThat(hear(new Ended(1))).extracting(Object::getClass).doesNotContain(Ask.class);
        assertThat(connection.state(now).up()).isTrue();
    }

    @Test
    void it_waits_for_what_is_not_installed_and_begins_by_itself() {
        Need need = new Need(NegotiationProtocol.class, "kink");
        hear(new Missing(List.of(need)));
        assertThat(hear(new Wanted()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Tell.class,
                        told -> assertThat(told.failure().orElseThrow())
                                .hasMessage(
                                        "to-b waits for negotiation-protocol 'kink', which no installed bundle has"));
        assertThat(connection.state(now).missing()).containsExactly(need);
        assertThat(hear(new Missing(List.of()))).containsExactly(BEGIN);
    }

    @Test
    void what_departs_is_begun_again_when_it_is_back_although_its_sas_are_still_there() {
        up();
        hear(new Missing(List.of(new Need(NegotiationProtocol.class, "toy"))));
        assertThat(hear(new Ended(1))).isEmpty();
        assertThat(hear(new Missing(List.of()))).containsExactly(BEGIN);
    }

    @Test
    void taken_down_it_ends_every_negotiation_and_says_when_that_is_done() {
        up();
        hear(proven(2, Role.RESPONDER, "20"));
        assertThat(hear(new Unwanted()))
                .contains(new Ask(Verb.DELETE, Optional.of(1L)), new Ask(Verb.DELETE, Optional.of(2L)));
        assertThat(hear(new Answered(Verb.DELETE, Optional.of(1L), Optional.empty())))
                .isEmpty();
        assertThat(hear(new Answered(Verb.DELETE, Optional.of(2L), Optional.empty())))
                .containsExactly(new Tell(Verb.DELETE, Optional.empty()));
        assertThat(hear(removed(SA))).isEmpty();
    }

    @Test
    void taken_down_while_it_begins_it_ends_what_is_heard_of_later() {
        hear(new Wanted());
        assertThat(hear(new Unwanted())).isEmpty();
        assertThat(hear(new Began(1))).containsExactly(new Ask(Verb.DELETE, Optional.of(1L)));
        assertThat(hear(established(Optional.of(SILENCE)))).doesNotHaveAnyElementsOfTypes(StartTimer.class);
        assertThat(hear(new Answered(Verb.DELETE, Optional.of(1L), Optional.empty())))
                .containsExactly(new Tell(Verb.DELETE, Optional.empty()));
    }

    @Test
    void a_wish_that_waits_is_ended_and_where_there_is_none_that_is_said() {
        hear(new Wanted());
        hear(established(Optional.of(SILENCE)));
        assertThat(hear(new Unwanted())).contains(new Tell(Verb.DELETE, Optional.empty()));
        assertThat(connection.state(now).nextMillis()).isEmpty();
        assertThat(hear(new Unwanted()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Tell.class, told -> assertThat(told.failure()).isPresent());
    }

    @Test
    void of_two_that_crossed_the_lesser_ends_when_the_greater_has_answered() {
        up();
        assertThat(hear(proven(2, Role.RESPONDER, "20")))
                .as("ours has to go, so we end it soon")
                .containsExactly(new StartTimer(Crossing.TIMER, 1_000));
        assertThat(hear(new TimerExpired(Crossing.TIMER))).containsExactly(new Ask(Verb.PROBE, Optional.of(2L)));
        assertThat(hear(new Answered(Verb.PROBE, Optional.of(2L), Optional.empty())))
                .contains(new Home(2), new Ask(Verb.DELETE, Optional.of(1L)))
                .doesNotContain(new Ask(Verb.DELETE, Optional.of(2L)));
    }

    @Test
    void what_the_peer_began_is_the_peers_to_end_unless_it_does_not() {
        up();
        assertThat(hear(proven(2, Role.RESPONDER, "05"))).containsExactly(new StartTimer(Crossing.TIMER, 10_000));
        assertThat(hear(new Ended(2))).contains(new Home(1));
        assertThat(hear(new TimerExpired(Crossing.TIMER))).isEmpty();
    }

    @Test
    void while_the_greater_is_silent_nothing_is_ended() {
        up();
        hear(proven(2, Role.RESPONDER, "20"));
        hear(new TimerExpired(Crossing.TIMER));
        assertThat(hear(new Answered(Verb.PROBE, Optional.of(2L), Optional.of(SILENCE))))
                .containsExactly(new StartTimer(Crossing.TIMER, 1_000));
        hear(new Ended(2));
        assertThat(hear(new TimerExpired(Crossing.TIMER))).isEmpty();
    }

    @Test
    void a_later_one_of_the_same_end_or_long_after_is_no_crossing() {
        up();
        assertThat(hear(proven(2, Role.INITIATOR, "20"))).isEmpty();
        now += 200_000;
        assertThat(hear(proven(3, Role.RESPONDER, "30"))).isEmpty();
    }

    @Test
    void ours_may_fail_when_the_peers_stands() {
        hear(new Wanted());
        hear(new Began(1));
        hear(proven(2, Role.RESPONDER, "20"));
        hear(installed(SA));
        assertThat(hear(established(Optional.of(NO)))).containsExactly(BEGIN);
        assertThat(hear(established(Optional.empty()))).contains(new Tell(Verb.ESTABLISH, Optional.empty()));
    }
}
