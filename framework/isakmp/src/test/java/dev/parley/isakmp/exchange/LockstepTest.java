package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.exchange.Lockstep.Then;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;

/** RFC 2408 section 5.1. */
class LockstepTest {
    private static final Endpoint HERE = new Endpoint(Bytes.of(10, 0, 0, 1), 500, false);
    private static final Backoff THREE = new Backoff(1000, 2, 3);
    private static final Bytes FIRST = Bytes.of(1);
    private static final Datagram SECOND = datagram(2);
    private static final Bytes THIRD = Bytes.of(3);

    private static Datagram datagram(int octet) {
        return new Datagram(HERE, HERE, Bytes.of(octet));
    }

    @Test
    void whoever_spoke_last_and_awaits_an_answer_repeats_it_until_the_tries_are_used_up() {
        Lockstep once = Lockstep.START.said(SECOND, Then.AN_ANSWER);
        Lockstep twice = once.again(THREE).orElseThrow();
        Lockstep thrice = twice.again(THREE).orElseThrow();
        assertThat(twice.sent()).contains(SECOND);
        assertThat(thrice.tries()).isEqualTo(3);
        assertThat(thrice.again(THREE)).isEmpty();
    }

    @Test
    void what_awaits_nothing_is_not_repeated() {
        assertThat(Lockstep.START.said(SECOND, Then.NOTHING).again(THREE)).isEmpty();
        assertThat(Lockstep.START.again(THREE)).isEmpty();
    }

    @Test
    void the_last_accepted_message_is_answered_again_by_what_answered_it() {
        Lockstep answered = Lockstep.START.accepted(FIRST).said(SECOND, Then.AN_ANSWER);
        assertThat(answered.repeats(FIRST)).isTrue();
        assertThat(answered.repeats(THIRD)).isFalse();
        assertThat(answered.answer()).contains(SECOND);
    }

    @Test
    void nothing_answers_the_duplicate_of_a_final_message() {
        Lockstep over =
                Lockstep.START.accepted(FIRST).said(SECOND, Then.AN_ANSWER).accepted(THIRD);
        assertThat(over.repeats(THIRD)).isTrue();
        assertThat(over.answer()).isEmpty();
        assertThat(over.repeats(FIRST)).isFalse();
        assertThat(over.again(THREE)).isEmpty();
    }

    @Test
    void our_last_message_answers_again_though_it_awaits_nothing() {
        Lockstep over =
                Lockstep.START.said(datagram(0), Then.AN_ANSWER).accepted(FIRST).said(SECOND, Then.NOTHING);
        assertThat(over.repeats(FIRST)).isTrue();
        assertThat(over.answer()).contains(SECOND);
        assertThat(over.again(THREE)).isEmpty();
    }
}
