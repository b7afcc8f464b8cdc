package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A strongSwan that hears nothing and says nothing any more, RFC 7296 section 2.4. */
@ExtendWith(PeersNeeded.class)
class DeadPeerTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;

    /** Asked after 2 s of silence; six sendings, the first wait 200 ms, each 1.6 times the last: dead 5.3 s later. */
    private static final String BOUNDED =
            "{\"liveness\": \"2\", \"retransmit-first-ms\": \"200\", \"retransmit-tries\": \"6\"}";

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_frozen_strongswan_is_noticed_within_the_bound_and_taken_back_when_it_wakes(Role role) {
        try (var meeting = new Meeting(
                Kernel.NOESP, ParleyConfig.of(SUITE).with("settings", BOUNDED), CharonConfig.of(Side.B, SUITE))) {
            meeting.establish(role);
            Living before = meeting.agreed(all -> true);
            meeting.charon.freeze();
            // Daemon.PATIENCE is longer than the bound, and half the default liveness and retransmission
            meeting.parley.await(
                    "doubts in its list", () -> meeting.parley.list().matches("(?s).*request \\d+ sent \\d+ times.*"));
            assertThat(meeting.parley.living().ike())
                    .as("doubted, not given up")
                    .isEqualTo(before.ike());
            meeting.parley.await(
                    "an end of the SAs", () -> meeting.parley.living().esp().isEmpty());
            assertThat(meeting.parley.explain()).contains(Side.B.address).contains("did not answer");

            meeting.charon.thaw();
            if (role == Role.RESPONDER) {
                meeting.charon.deleteIke();
                meeting.charon.initiate().orFail("swanctl --initiate" + meeting.parley.log());
            }
            Living after = meeting.agreedSoon();
            assertThat(after.ike()).doesNotContainAnyElementsOf(before.ike());
        }
    }

    /** Killed, and nobody starts it again: what we had with it is gone. */
    @Test
    void a_killed_strongswan_leaves_nothing_behind() {
        try (var meeting = new Meeting(
                Kernel.LIBIPSEC, ParleyConfig.of(SUITE).with("settings", BOUNDED), CharonConfig.of(Side.B, SUITE))) {
            meeting.establish(Role.RESPONDER);
            meeting.charon.kill();
            meeting.parley.await(
                    "an end of the SAs", () -> meeting.parley.living().equals(new Living(Set.of(), Set.of())));
            assertThat(meeting.parley.explain()).contains("did not answer");
        }
    }
}
