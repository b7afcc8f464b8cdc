package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.examples.realpeers.Shell.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SAs that replace SAs between Parley and strongSwan, RFC 7296 sections 1.3.2, 1.3.3, 2.8, 2.17, 2.18 and 2.25. */
@ExtendWith(PeersNeeded.class)
class RekeyTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;

    /** Whose datagrams are lost while both begin. */
    enum Lost {
        BOTH(Side.A, Side.B),
        OURS(Side.A),
        THEIRS(Side.B);

        private final List<Side> sides;

        Lost(Side... sides) {
            this.sides = List.of(sides);
        }
    }

    /** Whether a child's later pairs have a key exchange of their own: perfect forward secrecy. */
    enum Secrecy {
        OF_THE_IKE_SA(SUITE.parleyEsp, SUITE.charonEsp),
        OF_ITS_OWN("{\"encryption\": [\"aes-gcm-16:128\"], \"keyExchange\": [\"x25519\"]}", "aes128gcm16-x25519");

        private final String ours;
        private final String theirs;

        Secrecy(String ours, String theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }

        private Meeting meeting(Kernel kernel) {
            return new Meeting(
                    kernel,
                    ParleyConfig.of(SUITE).withEsp(ours),
                    CharonConfig.of(Side.B, SUITE).with("esp", theirs));
        }
    }

    @ParameterizedTest
    @CsvSource({"OF_THE_IKE_SA, NOESP", "OF_ITS_OWN, NOESP", "OF_THE_IKE_SA, LIBIPSEC", "OF_ITS_OWN, LIBIPSEC"})
    void a_child_is_replaced_by_whoever_wants_it_and_the_old_one_goes(Secrecy secrecy, Kernel kernel) {
        try (var meeting = secrecy.meeting(kernel)) {
            meeting.establish(Role.INITIATOR);
            Living first = meeting.agreed(all -> true);

            meeting.parley.rekeyByCommand("--child", "net").orFail("parley rekey");
            Living second = meeting.agreed(all -> !all.esp().equals(first.esp()));
            String ke = secrecy == Secrecy.OF_ITS_OWN ? " KE" : "";
            meeting.charon.await("parsed CREATE_CHILD_SA request \\d+ \\[ N\\(REKEY_SA\\) SA No" + ke + " TSi TSr \\]");

            meeting.charon.rekeyChild();
            Living third = meeting.agreed(all -> !all.esp().equals(second.esp()));
            assertThat(third.esp()).doesNotContainAnyElementsOf(first.esp());
            assertThat(third.ike()).isEqualTo(first.ike());
            assertThat(meeting.parley.keys().esp()).hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void an_ike_sa_is_replaced_by_whoever_wants_it_and_its_child_goes_on(Kernel kernel) {
        try (var meeting = Secrecy.OF_ITS_OWN.meeting(kernel)) {
            Capture capture = meeting.record();
            meeting.establish(Role.RESPONDER);
            Living first = meeting.agreed(all -> true);

            meeting.parley.rekeyByCommand("--ike").orFail("parley rekey --ike");
            Living second = meeting.agreed(all -> !all.ike().equals(first.ike()));
            assertThat(second.ike()).doesNotContainAnyElementsOf(first.ike());
            assertThat(second.esp()).isEqualTo(first.esp());
            meeting.parley.probe().orFail("parley probe");

            meeting.charon.rekeyIke();
            Living third = meeting.agreed(all -> !all.ike().equals(second.ike()));
            assertThat(third.esp()).isEqualTo(first.esp());

            // the child is the new IKE SA's now
            meeting.parley.rekeyChild().orFail("parley rekey");
            Living fourth = meeting.agreed(all -> !all.esp().equals(first.esp()));
            meeting.charon.rekeyChild();
            meeting.agreed(all -> !all.esp().equals(fourth.esp()));
            meeting.parley.down().orFail("parley down");
            assertThat(meeting.charon.sas()).isBlank();

            var verdict = Tshark.judge(capture.finish(), meeting.parley.keys());
            assertThat(verdict.complaints()).isEmpty();
            assertThat(verdict.encrypted()).isGreaterThanOrEqualTo(20).isEqualTo(verdict.correct());
        }
    }

    @Test
    void twenty_replacements_in_a_row_leave_equal_keys_on_both_sides_each_time() {
        try (var meeting = Secrecy.OF_ITS_OWN.meeting(Kernel.NOESP)) {
            meeting.establish(Role.INITIATOR);
            Living before = meeting.agreed(all -> true);
            for (int round = 1; round <= 20; round++) {
                Living last = before;
                if (round % 2 == 0) {
                    meeting.charon.rekeyChild();
                } else {
                    meeting.parley.rekeyChild().orFail("parley rekey, round " + round);
                }
                before = meeting.agreed(all -> !all.esp().equals(last.esp()));
                Living child = before;
                if (round % 7 == 0) {
                    meeting.parley.rekeyIke().orFail("parley rekey --ike, round " + round);
                    before = meeting.agreed(all -> !all.ike().equals(child.ike()));
                } else if (round % 5 == 0) {
                    meeting.charon.rekeyIke();
                    before = meeting.agreed(all -> !all.ike().equals(child.ike()));
                }
            }
            assertThat(meeting.parley.keys().esp()).hasSize(2 * 21);
        }
    }

    @Test
    void a_child_that_both_replace_at_once_is_one_child_in_the_end() {
        try (var meeting = Secrecy.OF_ITS_OWN.meeting(Kernel.NOESP)) {
            meeting.establish(Role.INITIATOR);
            Living before = meeting.agreed(all -> true);
            for (Lost lost : Lost.values()) {
                Living last = before;
                crossing(meeting, lost, ParleyProcess::rekeyChild, Charon::rekeyChild);
                before = meeting.agreed(all -> !all.esp().equals(last.esp()));
            }
            meeting.charon.await("detected CHILD_REKEY collision");
            assertThat(before.ike()).hasSize(2);
        }
    }

    @Test
    void an_ike_sa_that_both_replace_at_once_is_one_ike_sa_in_the_end() {
        try (var meeting = Secrecy.OF_ITS_OWN.meeting(Kernel.NOESP)) {
            meeting.establish(Role.RESPONDER);
            Living before = meeting.agreed(all -> true);
            for (Lost lost : Lost.values()) {
                Living last = before;
                crossing(meeting, lost, ParleyProcess::rekeyIke, Charon::rekeyIke);
                before = meeting.agreed(all -> !all.ike().equals(last.ike()));
                assertThat(before.esp()).isEqualTo(last.esp());
            }
            meeting.parley.probe().orFail("parley probe");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_child_and_the_ike_sa_that_are_replaced_at_once_are_both_there_in_the_end(Lost lost) {
        try (var meeting = Secrecy.OF_ITS_OWN.meeting(Kernel.NOESP)) {
            meeting.establish(Role.INITIATOR);
            Living before = meeting.agreed(all -> true);
            crossing(meeting, lost, ParleyProcess::rekeyChild, Charon::rekeyIke);
            Living between = meeting.agreed(
                    all -> !all.esp().equals(before.esp()) && !all.ike().equals(before.ike()));
            crossing(meeting, lost, ParleyProcess::rekeyIke, Charon::rekeyChild);
            meeting.agreed(all -> !all.esp().equals(between.esp()) && !all.ike().equals(between.ike()));
        }
    }

    /** Both requests are under way before either is answered: those of some sides are lost at first, and sent again. */
    private static void crossing(
            Meeting meeting, Lost lost, Function<ParleyProcess, Outcome> ours, Consumer<Charon> theirs) {
        int here = meeting.charon.here();
        lost.sides.forEach(meeting.namespaces::cut);
        CompletableFuture<Outcome> asked;
        if (lost == Lost.THEIRS) {
            theirs(meeting, theirs);
            asked = ours(meeting, ours);
        } else {
            asked = ours(meeting, ours);
            theirs(meeting, theirs);
        }
        lost.sides.forEach(meeting.namespaces::heal);
        asked.orTimeout(Daemon.PATIENCE.toSeconds(), TimeUnit.SECONDS).join().orFail("parley rekey, " + lost);
        meeting.charon.await("parsed CREATE_CHILD_SA response|abort active rekeying", here);
    }

    private static CompletableFuture<Outcome> ours(Meeting meeting, Function<ParleyProcess, Outcome> ours) {
        long before = meeting.namespaces.sent(Side.A);
        CompletableFuture<Outcome> asked = CompletableFuture.supplyAsync(() -> ours.apply(meeting.parley));
        meeting.parley.await("its request", () -> meeting.namespaces.sent(Side.A) > before);
        return asked;
    }

    private static void theirs(Meeting meeting, Consumer<Charon> theirs) {
        int here = meeting.charon.here();
        theirs.accept(meeting.charon);
        meeting.charon.await("generating CREATE_CHILD_SA request", here);
    }
}
