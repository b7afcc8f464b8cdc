package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.examples.realpeers.Shell.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wish that stands: whatever strongSwan does, Parley's connection comes up, once. */
@ExtendWith(PeersNeeded.class)
class ConnectionTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;

    /** Gives up after half a second, so that a test sees it begin again. */
    private static final String HASTY =
            "{\"liveness\": \"2\", \"retransmit-first-ms\": \"100\", \"retransmit-tries\": \"3\"}";

    private static CharonConfig theirs() {
        return CharonConfig.of(Side.B, SUITE);
    }

    private static Meeting hasty(CharonConfig theirs) {
        return new Meeting(Kernel.NOESP, ParleyConfig.of(SUITE).with("settings", HASTY), theirs);
    }

    @ParameterizedTest
    @CsvSource({"no, A", "no, B", "replace, A", "replace, B", "keep, A", "keep, B"})
    void both_begin_at_once_and_one_ike_sa_with_one_child_is_there_in_the_end(String unique, Side lost) {
        try (var meeting = new Meeting(Kernel.NOESP, ParleyConfig.of(SUITE), theirs().with("unique", unique))) {
            int here = meeting.charon.here();
            long before = meeting.namespaces.sent(Side.A);
            meeting.namespaces.cut(lost);
            CompletableFuture<Outcome> theirs = CompletableFuture.supplyAsync(meeting.charon::initiate);
            meeting.charon.await("generating IKE_SA_INIT request", here);
            CompletableFuture<Outcome> ours = CompletableFuture.supplyAsync(meeting.parley::begin);
            meeting.parley.await("its request", () -> meeting.namespaces.sent(Side.A) > before);
            meeting.namespaces.heal(lost);
            ours.orTimeout(Daemon.PATIENCE.toSeconds(), TimeUnit.SECONDS).join().orFail("parley up");
            theirs.orTimeout(Daemon.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            Living first = meeting.agreedSoon();
            meeting.parley.probe().orFail("parley probe");
            assertThat(meeting.agreedSoon()).isEqualTo(first);
        }
    }

    @Test
    void a_silent_peer_is_asked_again_until_it_answers() {
        try (var meeting = hasty(theirs())) {
            meeting.namespaces.cut(Side.B);
            Outcome silence = meeting.parley.up();
            assertThat(silence.exit()).isEqualTo(1);
            assertThat(silence.output()).contains("did not answer", "it is tried again");
            meeting.namespaces.heal(Side.B);
            meeting.parley.await("up by itself", () -> meeting.parley.state().equals("up"));
            meeting.agreedSoon();
        }
    }

    @Test
    void a_peer_that_was_restarted_without_a_word_is_begun_again() {
        try (var meeting = hasty(theirs())) {
            meeting.establish(Role.INITIATOR);
            Living first = meeting.agreedSoon();
            meeting.restartCharon(theirs());
            meeting.charon.await("CHILD_SA net\\{\\d+\\} established");
            assertThat(meeting.agreedSoon().ike()).doesNotContainAnyElementsOf(first.ike());
        }
    }

    @Test
    void a_peer_that_refuses_is_left_in_peace_for_a_while_and_asked_at_once_by_a_person() {
        try (var meeting = hasty(theirs().with("secret", "another-secret"))) {
            Outcome refusal = meeting.parley.up();
            assertThat(refusal.exit()).isEqualTo(1);
            assertThat(refusal.output()).contains("AUTHENTICATION_FAILED", "it is tried again");
            assertThat(meeting.parley.state()).matches("waits [45][0-9] s|waits 60 s");
            meeting.restartCharon(theirs());
            meeting.parley.up().orFail("parley up");
            meeting.agreedSoon();
            meeting.parley.down().orFail("parley down");
            assertThat(meeting.parley.state()).isEqualTo("down");
            assertThat(meeting.charon.sas()).isBlank();
        }
    }
}
