package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Extended Sequence Numbers between Parley and strongSwan (RFC 7296 section 3.3.2, RFC 4303 section 2.2.1). */
@ExtendWith(PeersNeeded.class)
class SequenceNumbersTest {
    /** What each side offers, best first, and what comes of it. */
    private record Case(Role role, String ours, String theirs, boolean extended) {}

    private static Stream<Case> cases() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(
                        new Case(role, "\"esn\"", "esn", true),
                        new Case(role, "\"esn\", \"no-esn\"", "esn-noesn", true),
                        new Case(role, "\"esn\", \"no-esn\"", "noesn", false),
                        new Case(role, "\"no-esn\"", "esn-noesn", false)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void both_ends_count_as_they_agreed_and_so_does_what_takes_the_childs_place(Case given) {
        var ours = ParleyConfig.of(Suite.GCM_CURVE25519)
                .withEsp("{\"encryption\": [\"aes-gcm-16:128\"], \"sequenceNumbers\": [" + given.ours() + "]}");
        var theirs = CharonConfig.of(Side.B, Suite.GCM_CURVE25519).with("esp", "aes128gcm16-" + given.theirs());
        try (var meeting = new Meeting(Kernel.NOESP, ours, theirs)) {
            meeting.establish(given.role());
            Living first = meeting.agreed(all -> true);
            assertCounting(meeting, given.extended());
            meeting.parley.rekeyChild().orFail("parley rekey");
            Living second = meeting.agreed(all -> !all.esp().equals(first.esp()));
            meeting.charon.rekeyChild();
            meeting.agreed(all -> !all.esp().equals(second.esp()));
            assertCounting(meeting, given.extended());
        }
    }

    private static void assertCounting(Meeting meeting, boolean extended) {
        String used = "AES_GCM_16-128" + (extended ? "/ESN" : "");
        assertThat(meeting.charon.sas()).containsPattern("INSTALLED, TUNNEL, ESP:" + used + "\n");
        assertThat(meeting.parley.list())
                .contains("\"sequenceNumbers\": \"" + (extended ? "esn" : "no-esn") + "\"")
                .doesNotContain("\"sequenceNumbers\": \"" + (extended ? "no-esn" : "esn") + "\"");
    }
}
