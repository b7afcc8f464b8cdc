package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A window that we promise to strongSwan, RFC 7296 section 2.3: it promises none, sends one request at a time, and is not harmed by
 * ours.
 */
@ExtendWith(PeersNeeded.class)
class PromisedWindowTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void strongswan_takes_note_of_a_window_of_four_and_everything_goes_on_as_before(Role role) {
        ParleyConfig ours = ParleyConfig.of(Suite.GCM_CURVE25519).with("settings", "{\"window\": \"4\"}");
        try (var meeting = new Meeting(Kernel.NOESP, ours, CharonConfig.of(Side.B, Suite.GCM_CURVE25519))) {
            Capture capture = meeting.record();
            meeting.establish(role);
            Living first = meeting.agreed(all -> true);
            String auth = role == Role.INITIATOR ? "request" : "response";
            meeting.charon.await("parsed IKE_AUTH " + auth + " 1 \\[.* N\\(SET_WINSIZE\\) \\]");

            meeting.parley.rekeyChild().orFail("parley rekey");
            Living second = meeting.agreed(all -> !all.esp().equals(first.esp()));
            meeting.parley.rekeyIke().orFail("parley rekey --ike");
            Living third = meeting.agreed(all -> !all.ike().equals(second.ike()));
            meeting.parley.probe().orFail("parley probe");
            meeting.charon.await("parsed INFORMATIONAL request 0 \\[ N\\(SET_WINSIZE\\) \\]");
            meeting.charon.rekeyChild();
            Living fourth = meeting.agreed(all -> !all.esp().equals(third.esp()));
            meeting.charon.rekeyIke();
            meeting.agreed(all -> !all.ike().equals(fourth.ike()));
            meeting.parley.probe().orFail("parley probe");
            meeting.parley.down().orFail("parley down");
            assertThat(meeting.charon.sas()).isBlank();

            var verdict = Tshark.judge(capture.finish(), meeting.parley.keys());
            assertThat(verdict.complaints()).isEmpty();
        }
    }
}
