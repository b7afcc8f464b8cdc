package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every algorithm that is not in {@link Suite}, in both roles and through rekeying, RFC 7296 sections 2.13 to 2.18. */
@ExtendWith(PeersNeeded.class)
class FurtherSuitesTest {
    @ParameterizedTest
    @EnumSource
    void both_roles_agree_rekey_and_log_keys_by_which_tshark_finds_nothing_wrong(FurtherSuite suite) {
        try (var meeting = new Meeting(Kernel.NOESP, suite.ours(), suite.theirs())) {
            Capture capture = meeting.record();
            meeting.establish(Role.INITIATOR);
            Living first = meeting.agreed(all -> true);
            meeting.parley.rekeyChild().orFail("parley rekey");
            Living child = meeting.agreed(all -> !all.esp().equals(first.esp()));
            meeting.parley.rekeyIke().orFail("parley rekey --ike");
            Living ike = meeting.agreed(all -> !all.ike().equals(child.ike()));
            assertThat(ike.esp()).isEqualTo(child.esp());
            meeting.parley.down().orFail("parley down");
            meeting.charon.await("received DELETE for IKE_SA psk\\[2\\]");

            meeting.establish(Role.RESPONDER);
            Living again = meeting.agreed(all -> true);
            meeting.charon.rekeyChild();
            Living theirs = meeting.agreed(all -> !all.esp().equals(again.esp()));
            meeting.charon.rekeyIke();
            meeting.agreed(all -> !all.ike().equals(theirs.ike()));
            meeting.charon.deleteIke();

            assertThat(meeting.parley.keys().esp()).hasSize(8);
            var verdict = Tshark.judge(
                    capture.finish(),
                    suite.isKnownToTshark() ? meeting.parley.keys() : new KeyTables(meeting.run.folder("no-keys")));
            assertThat(verdict.complaints()).isEmpty();
            assertThat(verdict.encrypted()).isGreaterThanOrEqualTo(24);
            assertThat(verdict.correct()).isEqualTo(suite.isKnownToTshark() ? verdict.encrypted() : 0);
        }
    }
}
