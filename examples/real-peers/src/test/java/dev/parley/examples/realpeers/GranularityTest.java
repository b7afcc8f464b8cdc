package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Children of Parley that give less than strongSwan asks for: SINGLE_PAIR_REQUIRED, ADDITIONAL_TS_POSSIBLE (RFC 7296 section 2.9). */
@ExtendWith(PeersNeeded.class)
class GranularityTest {
    private static final ParleyConfig SINGLE_PAIRS = ParleyConfig.of(Suite.GCM_CURVE25519)
            .withTraffic(
                    "\"granularity\": \"addresses\", \"local\": [\"10.91.1.0/24\"], \"remote\": [\"10.91.2.0/24\"]");
    private static final CharonConfig THEIRS = CharonConfig.of(Side.B, Suite.GCM_CURVE25519);

    @Test
    void strongswan_that_asks_for_networks_hears_that_a_single_pair_is_required() {
        var wide = THEIRS.with("localSelector", "10.91.2.0/24").with("remoteSelector", "10.91.1.0/24");
        try (var meeting = new Meeting(Kernel.NOESP, SINGLE_PAIRS, wide)) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("parsed IKE_AUTH response 1 \\[ IDr AUTH .*N\\(SINGLE_PAIR\\)");
            assertThat(meeting.charon.sas()).contains("ESTABLISHED").doesNotContain("INSTALLED");
            assertThat(meeting.parley.explain())
                    .contains("SINGLE_PAIR_REQUIRED")
                    .contains("10.91.2.0/24");
        }
    }

    @Test
    void strongswan_that_begins_with_a_pair_gets_it_and_hears_that_there_are_more() {
        var pairs = THEIRS.with("localSelector", "10.91.2.1/32, 10.91.2.2/32");
        try (var meeting = new Meeting(Kernel.NOESP, SINGLE_PAIRS, pairs)) {
            meeting.establish(Role.RESPONDER);
            meeting.charon.await("parsed IKE_AUTH response 1 \\[ IDr AUTH SA TSi TSr .*N\\(ADD_TS_POSS\\)");
            Living first = meeting.agreed(all -> true);
            assertThat(meeting.charon.sas()).containsPattern("10.91.2.1/32\n").containsPattern("10.91.1.1/32\n");

            meeting.charon.rekeyChild();
            Living second = meeting.agreed(all -> !all.esp().equals(first.esp()));
            meeting.parley.rekeyChild().orFail("parley rekey");
            meeting.agreed(all -> !all.esp().equals(second.esp()));
            assertThat(meeting.charon.sas()).containsPattern("10.91.2.1/32\n").containsPattern("10.91.1.1/32\n");
        }
    }
}
