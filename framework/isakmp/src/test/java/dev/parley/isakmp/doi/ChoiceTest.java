package dev.parley.isakmp.doi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RFC 2408 section 4.2: AND by one number, OR by several, one transform of each, returned as offered. */
class ChoiceTest {
    private static final int AH = 2;
    private static final int ESP = 3;
    private static final int KEY_LENGTH = 6;
    private static final Bytes OURS = Bytes.hex("0a0b0c0d");

    /** Transforms numbered from 1 with these ids. */
    private static Proposal proposal(int number, int protocol, int... ids) {
        List<Transform> transforms = IntStream.range(0, ids.length)
                .mapToObj(i -> new Transform(i + 1, ids[i], List.of()))
                .toList();
        return new Proposal(number, protocol, Bytes.of(number, protocol, 0, 1), transforms);
    }

    private static List<Proposal> choose(List<Proposal> offered, Proposal... acceptable) throws Refusal {
        return Choice.of(offered, List.of(acceptable), (protocol, ours, theirs) -> ours.means(theirs))
                .orElse(List.of());
    }

    private static List<Proposal> verify(List<Proposal> offered, Proposal... answered) throws Refusal {
        return Choice.verified(offered, List.of(answered), (protocol, ours, theirs) -> ours.means(theirs));
    }

    private static Proposal answer(int number, int protocol, Transform transform) {
        return new Proposal(number, protocol, OURS, List.of(transform));
    }

    @Test
    void the_initiators_preference_decides_not_the_responders() throws Refusal {
        List<Proposal> offered = List.of(proposal(1, ESP, 3, 12), proposal(2, ESP, 20));
        List<Proposal> chosen = choose(offered, proposal(1, ESP, 20, 12, 3));
        assertThat(chosen).containsExactly(offered.get(0).taken(offered.get(0).spi(), transform(1, 3)));
    }

    @Test
    void proposals_of_one_number_are_taken_together_or_not_at_all() throws Refusal {
        List<Proposal> both = List.of(proposal(1, ESP, 12), proposal(1, AH, 5), proposal(2, ESP, 20));
        assertThat(choose(both, proposal(1, ESP, 12, 20)))
                .extracting(Proposal::number)
                .containsExactly(2);
        assertThat(choose(both, proposal(1, AH, 5), proposal(1, ESP, 12)))
                .extracting(Proposal::protocol)
                .containsExactly(ESP, AH);
    }

    @Test
    void the_choice_keeps_numbers_and_attributes_as_they_were_offered() throws Refusal {
        Attribute length = Attribute.variable(KEY_LENGTH, 128, 4);
        Proposal offered = new Proposal(7, ESP, OURS, List.of(new Transform(9, 12, List.of(length))));
        Proposal acceptable = new Proposal(
                1, ESP, Bytes.EMPTY, List.of(new Transform(1, 12, List.of(Attribute.basic(KEY_LENGTH, 128)))));
        assertThat(choose(List.of(offered), acceptable)).containsExactly(offered);
    }

    @Test
    void nothing_that_is_acceptable_is_no_choice() throws Refusal {
        assertThat(choose(List.of(proposal(1, ESP, 3)), proposal(1, ESP, 12))).isEmpty();
        assertThat(choose(List.of(proposal(1, AH, 3)), proposal(1, ESP, 3))).isEmpty();
    }

    @Test
    void two_proposals_of_one_protocol_under_one_number_are_no_suite() throws Refusal {
        assertThat(choose(
                        List.of(proposal(1, ESP, 3), proposal(1, ESP, 12)), proposal(1, ESP, 3), proposal(1, ESP, 12)))
                .isEmpty();
    }

    @Test
    void numbers_that_do_not_grow_are_bad_syntax() {
        refusedWith(NotifyType.BAD_PROPOSAL_SYNTAX, () -> choose(List.of(proposal(2, ESP, 3), proposal(1, AH, 3))));
        refusedWith(
                NotifyType.BAD_PROPOSAL_SYNTAX,
                () -> choose(List.of(proposal(1, ESP, 3), proposal(2, ESP, 3), proposal(1, AH, 3))));
        Proposal same = new Proposal(1, ESP, OURS, List.of(transform(1, 3), transform(1, 12)));
        refusedWith(NotifyType.BAD_PROPOSAL_SYNTAX, () -> choose(List.of(same)));
    }

    @Test
    void an_answer_is_in_the_order_of_the_offer_and_has_the_responders_spis() throws Refusal {
        List<Proposal> offered = List.of(proposal(3, ESP, 12, 20), proposal(3, AH, 5));
        List<Proposal> agreed = verify(offered, answer(1, AH, transform(1, 5)), answer(1, ESP, transform(2, 20)));
        assertThat(agreed).containsExactly(answer(3, ESP, transform(2, 20)), answer(3, AH, transform(1, 5)));
    }

    @Test
    void an_answer_that_takes_more_than_one_is_bad_syntax() {
        List<Proposal> offered = List.of(proposal(1, ESP, 12, 20), proposal(2, ESP, 3));
        refusedWith(NotifyType.BAD_PROPOSAL_SYNTAX, () -> verify(offered, proposal(1, ESP, 12, 20)));
        refusedWith(
                NotifyType.BAD_PROPOSAL_SYNTAX,
                () -> verify(offered, answer(1, ESP, transform(1, 12)), answer(2, ESP, transform(1, 3))));
    }

    @Test
    void an_answer_that_was_not_offered_is_refused() {
        List<Proposal> offered = List.of(proposal(1, ESP, 12), proposal(1, AH, 5));
        refusedWith(NotifyType.NO_PROPOSAL_CHOSEN, () -> verify(offered, answer(1, ESP, transform(1, 3))));
        refusedWith(NotifyType.NO_PROPOSAL_CHOSEN, () -> verify(offered, answer(1, ESP, transform(1, 12))));
        Transform weakened = new Transform(1, 12, List.of(Attribute.basic(KEY_LENGTH, 64)));
        refusedWith(
                NotifyType.NO_PROPOSAL_CHOSEN,
                () -> verify(offered, answer(1, ESP, weakened), answer(1, AH, transform(1, 5))));
    }

    private static Transform transform(int number, int id) {
        return new Transform(number, id, List.of());
    }

    private interface Refusing {
        void run() throws Refusal;
    }

    private static void refusedWith(int notifyType, Refusing what) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(what::run)
                .satisfies(refusal -> assertThat(refusal.code()).contains(NotifyType.code(notifyType)));
    }
}
