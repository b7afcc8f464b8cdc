package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What must not come up between Parley and strongSwan, and what Parley then says; RFC 7296 sections 2.7, 2.9, 2.15 and 2.21. */
@ExtendWith(PeersNeeded.class)
class RefusalTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;
    private static final ParleyConfig OURS = ParleyConfig.of(SUITE);
    private static final CharonConfig THEIRS = CharonConfig.of(Side.B, SUITE);

    @Test
    void a_wrong_secret_of_ours_is_refused_and_explained() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS.withSecret("wrong"), THEIRS)) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            meeting.charon.await("generating IKE_AUTH response 1 \\[ N\\(AUTH_FAILED\\) \\]");
            assertThat(meeting.parley.explain()).contains("AUTHENTICATION_FAILED");
            assertThat(meeting.charon.sas()).isBlank();
            assertThat(meeting.parley.keys().esp()).isEmpty();
        }
    }

    @Test
    void a_wrong_secret_of_theirs_is_refused_and_explained() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS, THEIRS.with("secret", "wrong"))) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("received AUTHENTICATION_FAILED notify error");
            assertThat(meeting.parley.explain())
                    .contains("AUTHENTICATION_FAILED")
                    .containsIgnoringCase("secret");
            assertThat(meeting.parley.keys().esp()).isEmpty();
        }
    }

    @Test
    void algorithms_that_strongswan_does_not_take_are_refused_and_explained() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("ike", "aes256-sha512-ecp521"))) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            meeting.charon.await("received proposals unacceptable");
            assertThat(meeting.parley.explain()).contains("NO_PROPOSAL_CHOSEN").contains("ENCR_AES_GCM_16-128");
        }
    }

    @Test
    void algorithms_that_we_do_not_take_are_refused_and_explained_with_the_first_difference() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("ike", "aes256-sha512-ecp521"))) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("received NO_PROPOSAL_CHOSEN notify error");
            assertThat(meeting.parley.explain()).contains("NO_PROPOSAL_CHOSEN").contains("ENCR_AES_GCM_16-128");
        }
    }

    @Test
    void esp_algorithms_that_strongswan_does_not_take_leave_the_ike_sa_alone() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS, THEIRS.with("esp", "aes256-sha512"))) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            meeting.charon.await("generating IKE_AUTH response 1 \\[ IDr AUTH .*N\\(NO_PROP\\) \\]");
            assertThat(meeting.parley.explain()).contains("NO_PROPOSAL_CHOSEN");
            assertIkeSaLivesWithoutChild(meeting);
        }
    }

    @Test
    void traffic_that_strongswan_does_not_protect_is_refused_and_the_ike_sa_stays() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS, THEIRS.with("localSelector", "10.77.0.0/24"))) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            meeting.charon.await("generating IKE_AUTH response 1 \\[ IDr AUTH .*N\\(TS_UNACCEPT\\) \\]");
            assertThat(meeting.parley.explain()).contains("TS_UNACCEPTABLE").contains("10.91.2.1");
            assertIkeSaLivesWithoutChild(meeting);
        }
    }

    @Test
    void traffic_that_we_do_not_protect_is_refused_and_the_ike_sa_stays() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS.withLocalSelector("10.77.0.0/24"), THEIRS)) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("received TS_UNACCEPTABLE notify");
            meeting.charon.await("keeping IKE_SA");
            assertThat(meeting.parley.explain()).contains("TS_UNACCEPTABLE").contains("10.77.0.0/24");
            assertIkeSaLivesWithoutChild(meeting);
        }
    }

    @Test
    void a_wider_selector_of_theirs_is_narrowed_to_ours() {
        try (var meeting = new Meeting(Kernel.LIBIPSEC, OURS, THEIRS.with("remoteSelector", "10.91.0.0/16"))) {
            meeting.establish(Role.RESPONDER);
            assertThat(meeting.charon
                            .await("established with SPIs .* and TS (.*)")
                            .group(1))
                    .isEqualTo("10.91.2.1/32 === 10.91.1.1/32");
        }
    }

    @Test
    void a_peer_that_does_not_answer_is_given_up_and_explained() {
        try (var run = new RunFolder();
                var namespaces = new Namespaces();
                var parley = ParleyProcess.start(namespaces, OURS.json(), run)) {
            assertThat(parley.up().exit()).isNotZero();
            assertThat(parley.explain()).contains(Side.B.address).containsIgnoringCase("answer");
        }
    }

    /** Section 2.4: nobody is there, and the kernel's ICMP message ends nothing; strongSwan hears nothing either. */
    @Test
    void a_wrong_port_of_the_peer_is_given_up_and_explained() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS.with("remotePort", "501"), THEIRS)) {
            assertThat(meeting.parley.up().exit()).isNotZero();
            assertThat(meeting.parley.explain())
                    .contains("10.99.0.2:501 did not answer")
                    .contains("is UDP to 10.99.0.2:501 open both ways");
            assertThat(meeting.charon.sas()).isBlank();
        }
    }

    @Test
    void strongswan_that_calls_a_wrong_port_of_ours_gives_up_and_leaves_nothing_here() {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("remotePort", "501"))) {
            assertThat(meeting.charon.initiate().exit()).isNotZero();
            meeting.charon.await("retransmit 1 of request with message ID 0");
            assertThat(meeting.parley.explain()).contains("nothing was refused and nothing ended");
            assertThat(meeting.parley.living().ike()).isEmpty();
        }
    }

    private static void assertIkeSaLivesWithoutChild(Meeting meeting) {
        assertThat(meeting.charon.sas()).contains("ESTABLISHED").doesNotContain("INSTALLED");
        meeting.parley.probe().orFail("parley probe");
        assertThat(meeting.parley.keys().esp()).isEmpty();
    }
}
