package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transport mode between Parley and strongSwan: asked for, declined, past a NAT (RFC 7296 sections 1.3.1 and 2.23.1). */
@ExtendWith(PeersNeeded.class)
class TransportModeTest {
    private static final ParleyConfig OURS =
            ParleyConfig.of(Suite.GCM_CURVE25519).withTraffic("\"mode\": \"transport\"");
    private static final CharonConfig THEIRS = CharonConfig.of(Side.B, Suite.GCM_CURVE25519)
            .with("mode", "transport")
            .with("localSelector", "dynamic")
            .with("remoteSelector", "dynamic");

    private static String tunnelToo() {
        return "\"mode\": \"transport-or-tunnel\"";
    }

    @ParameterizedTest
    @CsvSource({"INITIATOR, no", "RESPONDER, no", "INITIATOR, yes", "RESPONDER, yes"})
    void both_ends_use_transport_mode_and_go_on_to_when_they_replace_the_child(Role role, String behindNat) {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("encap", behindNat))) {
            meeting.establish(role);
            Living first = meeting.agreed(all -> true);
            assertTransport(meeting, behindNat.equals("yes"));

            meeting.parley.rekeyChild().orFail("parley rekey");
            Living second = meeting.agreed(all -> !all.esp().equals(first.esp()));
            assertTransport(meeting, behindNat.equals("yes"));

            meeting.charon.rekeyChild();
            meeting.agreed(all -> !all.esp().equals(second.esp()));
            assertTransport(meeting, behindNat.equals("yes"));
        }
    }

    private static void assertTransport(Meeting meeting, boolean behindNat) {
        String where = behindNat ? "TRANSPORT-in-UDP" : "TRANSPORT";
        assertThat(meeting.charon.sas())
                .containsPattern("net: #\\d+, reqid \\d+, INSTALLED, " + where + ", ESP:AES_GCM_16-128")
                .contains("10.99.0.2/32")
                .contains("10.99.0.1/32");
        assertThat(meeting.parley.list())
                .contains("\"mode\": \"transport\"")
                .contains("\"udpEncapsulated\": " + behindNat)
                .doesNotContain("\"mode\": \"tunnel\"");
    }

    @Test
    void a_peer_that_declines_gets_tunnel_mode_where_that_will_do() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS.withTraffic(tunnelToo()), THEIRS.with("mode", "tunnel"))) {
            meeting.establish(Role.INITIATOR);
            meeting.agreed(all -> true);
            assertThat(meeting.charon.sas()).contains("INSTALLED, TUNNEL");
            assertThat(meeting.parley.list()).contains("\"mode\": \"tunnel\"");
            assertThat(meeting.parley.explain()).contains("declines transport mode");
        }
    }

    @Test
    void a_peer_that_declines_loses_the_child_where_tunnel_mode_will_not_do() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("mode", "tunnel"))) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            meeting.charon.await("received DELETE for ESP CHILD_SA");
            assertThat(meeting.charon.sas()).contains("ESTABLISHED").doesNotContain("INSTALLED");
            assertThat(meeting.parley.explain())
                    .contains("declines transport mode")
                    .contains("transport-or-tunnel");
            assertThat(meeting.parley.keys().esp()).isEmpty();
            meeting.parley.probe().orFail("parley probe");
        }
    }

    @Test
    void a_peer_that_asks_for_it_gets_tunnel_mode_where_the_policy_has_no_other() {
        try (var meeting = new Meeting(Kernel.NOESP, tunnel(), THEIRS)) {
            meeting.establish(Role.RESPONDER);
            meeting.charon.await("parsed IKE_AUTH response 1 \\[ IDr AUTH SA TSi TSr (?!.*USE_TRANSP)");
            meeting.agreed(all -> true);
            assertThat(meeting.charon.sas()).contains("INSTALLED, TUNNEL");
            assertThat(meeting.parley.list()).contains("\"mode\": \"tunnel\"");
        }
    }

    @Test
    void a_peer_that_asks_for_tunnel_mode_is_refused_where_the_policy_has_transport_mode_alone() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("mode", "tunnel"))) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("received NO_PROPOSAL_CHOSEN notify");
            assertThat(meeting.charon.sas()).contains("ESTABLISHED").doesNotContain("INSTALLED");
            assertThat(meeting.parley.explain()).contains("the peer asks for tunnel mode");
        }
    }

    private static ParleyConfig tunnel() {
        return OURS.withTraffic("\"local\": [\"10.99.0.1\"], \"remote\": [\"10.99.0.2\"]");
    }
}
