package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Power cuts in the life of an SA between Parley and strongSwan, RFC 7296 sections 2.4 and 3.10.1. */
@ExtendWith(PeersNeeded.class)
class RestartTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_restarted_strongswan_is_accepted_again_at_once_and_its_old_sas_go(Role first) {
        try (var meeting = meeting()) {
            meeting.establish(first);
            Living before = meeting.agreed(all -> true);
            meeting.restartCharon();
            assertThat(meeting.parley.living()).as("nobody has told us yet").isEqualTo(before);

            meeting.charon.initiate().orFail("swanctl --initiate" + meeting.parley.log());
            meeting.charon.await("generating IKE_AUTH request 1 .*N\\(INIT_CONTACT\\)");
            Living after = meeting.same(all -> !all.ike().equals(before.ike()));
            assertThat(after.esp()).doesNotContainAnyElementsOf(before.esp());
            assertThat(meeting.parley.keys().esp())
                    .containsAllEntriesOf(meeting.charon.keys().esp());
            assertThat(meeting.parley.explain()).contains("INITIAL_CONTACT");
            meeting.parley.probe().orFail("parley probe");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_restarted_parley_is_accepted_again_at_once_and_strongswan_drops_its_old_sas(Role first) {
        try (var meeting = meeting()) {
            meeting.establish(first);
            Living before = meeting.agreed(all -> true);
            meeting.restartParley();
            assertThat(meeting.charon.living()).as("nobody has told it yet").isEqualTo(before);

            int here = meeting.charon.here();
            meeting.parley.up().orFail("parley up" + meeting.parley.log());
            meeting.charon.await("parsed IKE_AUTH request 1 .*N\\(INIT_CONTACT\\)", here);
            meeting.charon.await("destroying duplicate IKE_SA .*INITIAL_CONTACT", here);
            Living after = meeting.agreed(all -> !all.ike().equals(before.ike()));
            assertThat(after.esp()).doesNotContainAnyElementsOf(before.esp());
            meeting.parley.probe().orFail("parley probe");
        }
    }

    private static Meeting meeting() {
        return new Meeting(Kernel.NOESP, ParleyConfig.of(SUITE), CharonConfig.of(Side.B, SUITE));
    }
}
