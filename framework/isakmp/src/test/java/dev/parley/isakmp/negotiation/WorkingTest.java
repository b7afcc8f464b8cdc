package dev.parley.isakmp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkingTest {
    private static final Effect CLOSED = new Effect.Finish("closed");
    private static final Work<Integer> WORK = Work.computing("x25519", random -> 3);

    /** Awaits a message and has something to undo. */
    private record Await(String what) implements Exchange<String, String> {
        @Override
        public Step<String, String> receive(String sa, String message) {
            return Step.to(new Await(message));
        }

        @Override
        public List<Effect> abandon(String sa) {
            return List.of(CLOSED);
        }
    }

    private record Sa(String protocol, Bytes spi, Bytes destination) implements SecurityAssociation {
        @Override
        public String describe() {
            return protocol;
        }
    }

    @Test
    void work_is_asked_for_under_the_ticket_and_its_result_continues_the_exchange() throws Refusal {
        Working<String, String> working =
                Working.on(new Await("first"), WORK, result -> Step.to(new Await("after " + (result + 1))));
        assertThat(working.ask(7)).isEqualTo(new Effect.Offload(7, WORK));
        assertThat(working.resume(new Outcome.Done(3)).next()).contains(new Await("after 4"));
    }

    @Test
    void a_message_that_arrives_meanwhile_is_not_taken() {
        Working<String, String> working = Working.start(WORK, result -> Step.done(List.of()));
        Step<String, String> step = working.receive("sa", "early");
        assertThat(step.next()).containsSame(working);
        assertThat(step.effects()).isEmpty();
    }

    @Test
    void on_a_refusal_the_state_before_stands_again() {
        Exchange<String, String> before = new Await("first");
        Working<String, String> working = Working.on(before, WORK, result -> Step.done(List.of()));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> working.resume(new Outcome.Failed(new GeneralSecurityException("bad"))));
        assertThat(working.before()).containsSame(before);
        assertThat(working.abandon("sa")).containsExactly(CLOSED);
    }

    @Test
    void what_was_started_from_nothing_has_nothing_to_go_back_to() {
        Working<String, String> working = Working.start(WORK, result -> Step.done(List.of()));
        assertThat(working.before()).isEmpty();
        assertThat(working.abandon("sa")).isEmpty();
    }

    @Test
    void a_change_of_sas_is_a_question_to_the_sinks() throws Refusal {
        Sa in = new Sa("ESP", Bytes.of(1), Bytes.of(10, 0, 0, 1));
        Sa out = new Sa("ESP", Bytes.of(2), Bytes.of(10, 0, 0, 2));
        List<Effect.Placed> install = List.of(new Effect.Placed(in, true));
        Working<String, String> working = Working.change(install, List.of(out), done -> Step.done(List.of(CLOSED)));
        assertThat(working.ask(9)).isEqualTo(new Effect.Change(9, install, List.of(), List.of(out)));
        assertThat(working.resume(Outcome.done()).effects()).containsExactly(CLOSED);
        assertThat(working.before()).isEmpty();
    }

    @Test
    void an_exchange_may_handle_the_refusal_itself() throws Refusal {
        Working<String, String> working = Working.<String, String, Integer>start(WORK, result -> Step.done(List.of()))
                .orElse(refusal -> Step.to(new Await(refusal.getMessage())));
        assertThat(working.resume(new Outcome.Failed(new Unavailable("busy"))).next())
                .contains(new Await("busy"));
        assertThat(working.ask(1)).isEqualTo(new Effect.Offload(1, WORK));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new GeneralSecurityException("bad tag"), Blame.PEER_MISBEHAVED, "bad tag"),
                Arguments.of(new GeneralSecurityException(), Blame.PEER_MISBEHAVED, "GeneralSecurityException"),
                Arguments.of(new Unavailable("busy"), Blame.LOCAL_FAILURE, "busy"),
                Arguments.of(new Departed("prf", "hmac-sha2-256"), Blame.LOCAL_FAILURE, "prf hmac-sha2-256 has left"),
                Arguments.of(new IllegalStateException("oops"), Blame.LOCAL_FAILURE, "a plug-in failed with"),
                Arguments.of(new NoClassDefFoundError("x"), Blame.LOCAL_FAILURE, "a plug-in failed with"),
                Arguments.of(new Refusal(Blame.NO_AGREEMENT, "no"), Blame.NO_AGREEMENT, "no"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void every_failure_of_work_becomes_a_refusal_that_blames_the_right_one(Throwable why, Blame blame, String words) {
        Working<String, String> working = Working.start(WORK, result -> Step.done(List.of()));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> working.resume(new Outcome.Failed(why)))
                .withMessageContaining(words)
                .satisfies(refusal -> assertThat(refusal.blame()).isEqualTo(blame));
    }
}
