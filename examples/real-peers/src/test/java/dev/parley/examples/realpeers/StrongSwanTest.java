package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** IKEv2 with a pre-shared key between Parley and strongSwan, RFC 7296 sections 1.2 to 1.4. */
@ExtendWith(PeersNeeded.class)
class StrongSwanTest {
    private static final String ALL = "dev.parley.examples.realpeers.Combination#all";
    private static final int IKE_SA_INIT = 34;

    @ParameterizedTest
    @MethodSource(ALL)
    void a_pair_of_sas_comes_up_and_both_sides_hold_the_same_keys(Combination combination) {
        try (var meeting = new Meeting(combination)) {
            meeting.establish(combination.role());

            assertThat(meeting.charon.keys().sharedSecret()).isNotEmpty();
            assertThat(meeting.parley.keys().lastIke())
                    .isEqualTo(meeting.charon.keys().lastIke());
            assertThat(meeting.parley.keys().esp())
                    .hasSize(2)
                    .isEqualTo(meeting.charon.keys().esp());
            meeting.charon
                    .keys()
                    .esp()
                    .keySet()
                    .forEach(spi -> assertThat(meeting.parley.list()).contains(spi));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void tshark_reads_everything_by_our_key_log_finds_nothing_wrong_and_sees_it_on_the_right_ports(
            Combination combination) {
        try (var meeting = new Meeting(combination)) {
            Capture capture = meeting.record();
            meeting.establish(combination.role());
            boolean traffic = combination.kernel() == Kernel.LIBIPSEC;
            if (traffic) {
                // nobody answers, but the packet is strongSwan's and encrypted under keys that we know too
                Shell.run(
                        meeting.namespaces.in(Side.B, "ping", "-c", "1", "-W", "1", "-I", Side.B.inner, Side.A.inner));
            }
            meeting.parley.down().orFail("parley down");
            meeting.charon.await("received DELETE for IKE_SA");

            Path recorded = capture.finish();
            Tshark.Verdict verdict = Tshark.judge(recorded, meeting.parley.keys());
            assertThat(verdict.complaints()).isEmpty();
            assertThat(verdict.encrypted()).isGreaterThanOrEqualTo(4).isEqualTo(verdict.correct());
            assertThat(verdict.espDecrypted()).isEqualTo(traffic ? 1 : 0);

            // section 2.23: a NAT that is seen moves all that follows
            int port = combination.kernel() == Kernel.LIBIPSEC ? 4500 : 500;
            assertThat(Tshark.messages(recorded)).hasSizeGreaterThanOrEqualTo(6).allSatisfy(message -> {
                int expected = message.exchange() == IKE_SA_INIT ? 500 : port;
                assertThat(message.source()).isEqualTo(expected);
                assertThat(message.destination()).isEqualTo(expected);
            });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void each_side_answers_the_other_that_asks_whether_it_lives(Combination combination) {
        var alert = CharonConfig.of(Side.B, combination.suite()).with("liveness", "1");
        try (var meeting = new Meeting(combination.kernel(), ParleyConfig.of(combination.suite()), alert)) {
            meeting.establish(combination.role());

            int asked = meeting.charon.here();
            meeting.charon.await("sending DPD request", asked);
            meeting.charon.await("parsed INFORMATIONAL response \\d+ \\[ \\]", asked);

            int before = meeting.charon.here();
            meeting.parley.probe().orFail("parley probe");
            meeting.charon.await("parsed INFORMATIONAL request \\d+ \\[ \\]", before);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void what_we_delete_strongswan_deletes_too(Combination combination) {
        try (var meeting = new Meeting(combination)) {
            meeting.establish(combination.role());
            meeting.parley.down().orFail("parley down");
            meeting.charon.await("received DELETE for IKE_SA");
            meeting.charon.await("generating INFORMATIONAL response \\d+ \\[ \\]");

            assertThat(meeting.charon.sas()).isBlank();
            assertGone(meeting);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void what_strongswan_deletes_we_delete_too_and_a_new_pair_can_follow(Combination combination) {
        try (var meeting = new Meeting(combination)) {
            meeting.establish(combination.role());
            meeting.charon.deleteChild();
            meeting.charon.await("parsed INFORMATIONAL response \\d+ \\[ D \\]");
            assertGone(meeting);

            meeting.charon.deleteIke();
            assertThat(meeting.charon.sas()).isBlank();

            int again = meeting.charon.here();
            meeting.establish(combination.role());
            meeting.charon.await("CHILD_SA net\\{\\d+\\} established", again);
            assertThat(meeting.parley.keys().esp())
                    .hasSize(4)
                    .isEqualTo(meeting.charon.keys().esp());
        }
    }

    private static void assertGone(Meeting meeting) {
        String ours = meeting.parley.list();
        meeting.charon.keys().esp().keySet().forEach(spi -> assertThat(ours).doesNotContain(spi));
    }
}
