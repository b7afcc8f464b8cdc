package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new IKE SA from nothing in an old one's place, make before break, between Parley and strongSwan, RFC 7296 section 2.8.3. */
@ExtendWith(PeersNeeded.class)
class ReauthenticationTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;

    @ParameterizedTest
    @CsvSource({"INITIATOR, NOESP", "RESPONDER, NOESP", "INITIATOR, LIBIPSEC"})
    void everything_is_made_anew_by_us_before_the_old_goes(Role role, Kernel kernel) {
        try (var meeting = meeting(kernel)) {
            meeting.establish(role);
            Living before = meeting.agreed(all -> true);
            int here = meeting.charon.here();

            meeting.parley.rekeyByCommand("--reauth").orFail("parley rekey --reauth" + meeting.parley.log());
            Living after = meeting.agreed(all -> !all.ike().equals(before.ike()));
            assertThat(after.ike()).doesNotContainAnyElementsOf(before.ike());
            assertThat(after.esp()).doesNotContainAnyElementsOf(before.esp());
            List<String> said = meeting.charon.lines(here);
            assertThat(said)
                    .noneMatch(line -> line.contains("N(INIT_CONTACT)") && line.contains("parsed IKE_AUTH request"));
            assertThat(place(said, "CHILD_SA net\\{\\d+\\} established"))
                    .isLessThan(place(said, "received DELETE for IKE_SA"));
            meeting.parley.probe().orFail("parley probe");
        }
    }

    @ParameterizedTest
    @CsvSource({"INITIATOR, NOESP", "RESPONDER, NOESP"})
    void everything_is_made_anew_by_strongswan_before_the_old_goes(Role role, Kernel kernel) {
        try (var meeting = meeting(kernel)) {
            meeting.establish(role);
            Living before = meeting.agreed(all -> true);
            int here = meeting.charon.here();

            meeting.charon.reauthenticate();
            meeting.charon.await("deleting IKE_SA|sending DELETE for IKE_SA", here);
            Living after = meeting.agreed(all -> !all.ike().equals(before.ike()));
            assertThat(after.esp()).doesNotContainAnyElementsOf(before.esp());
            List<String> said = meeting.charon.lines(here);
            assertThat(place(said, "CHILD_SA net\\{\\d+\\} established"))
                    .isLessThan(place(said, "deleting IKE_SA|sending DELETE for IKE_SA"));
            meeting.parley.probe().orFail("parley probe");
        }
    }

    private static int place(List<String> lines, String regex) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(".*(" + regex + ").*")) {
                return i;
            }
        }
        throw new AssertionError("nobody said " + regex);
    }

    private static Meeting meeting(Kernel kernel) {
        return new Meeting(kernel, ParleyConfig.of(SUITE), CharonConfig.of(Side.B, SUITE));
    }
}
