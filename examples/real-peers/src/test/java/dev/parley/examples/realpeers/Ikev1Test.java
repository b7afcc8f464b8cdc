package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** IKEv1 with a pre-shared key between Parley and strongSwan, RFC 2409 sections 5.4 and 5.5. */
@ExtendWith(PeersNeeded.class)
class Ikev1Test {
    private static final String ALL = "dev.parley.examples.realpeers.Ikev1Test#all";
    private static final String USUAL = "dev.parley.examples.realpeers.Ikev1Test#usual";
    private static final int IDENTITY_PROTECTION = 2;

    /** Algorithms of phase 1. The second one needs more key than SKEYID_e has (RFC 2409 appendix B). */
    enum Phase1 {
        AES128_SHA256("""
                {"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha2-256-128"], "prf": ["hmac-sha2-256"], "keyExchange": ["modp-2048"]}""", "aes128-sha256-modp2048"),
        AES256_SHA1("""
                {"encryption": ["aes-cbc:256"], "integrity": ["hmac-sha1-96"], "prf": ["hmac-sha1"], "keyExchange": ["ecp-256"]}""", "aes256-sha1-ecp256");

        private final String parley;
        private final String charon;

        Phase1(String parley, String charon) {
            this.parley = parley;
            this.charon = charon;
        }
    }

    /** One cell of the matrix; the role is Parley's. */
    record Case(Role role, Phase1 phase1, Kernel kernel) {
        ParleyConfig ours() {
            return ParleyConfig.of(Suite.CBC_MODP2048).with("protocol", "ikev1").withIke(phase1.parley);
        }

        CharonConfig theirs() {
            return CharonConfig.of(Side.B, Suite.CBC_MODP2048)
                    .with("version", "1")
                    .with("ike", phase1.charon);
        }

        Meeting meet() {
            return meet(ours(), theirs());
        }

        Meeting meet(ParleyConfig ours, CharonConfig theirs) {
            return new Meeting(kernel, ours, theirs);
        }
    }

    static Stream<Case> all() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(Phase1.values())
                        .flatMap(phase1 -> Stream.of(Kernel.values()).map(kernel -> new Case(role, phase1, kernel))));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void a_pair_of_sas_comes_up_and_both_sides_hold_the_same_keys(Case one) {
        try (var meeting = one.meet()) {
            meeting.establish(one.role());

            assertThat(meeting.charon.keys().isakmpKey()).isNotEmpty();
            assertThat(meeting.parley.keys().lastIsakmp())
                    .isEqualTo(meeting.charon.keys().isakmpKey());
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
    void tshark_reads_everything_by_our_key_log_finds_nothing_wrong_and_sees_it_on_the_right_ports(Case one) {
        try (var meeting = one.meet()) {
            Capture capture = meeting.record();
            meeting.establish(one.role());
            boolean traffic = one.kernel() == Kernel.LIBIPSEC;
            if (traffic) {
                Shell.run(
                        meeting.namespaces.in(Side.B, "ping", "-c", "1", "-W", "1", "-I", Side.B.inner, Side.A.inner));
            }
            meeting.parley.down().orFail("parley down");
            meeting.charon.await("received DELETE for IKE_SA");

            Path recorded = capture.finish();
            Tshark.Verdict verdict = Tshark.judge(recorded, meeting.parley.keys());
            assertThat(verdict.complaints()).isEmpty();
            assertThat(verdict.espDecrypted()).isEqualTo(traffic ? 1 : 0);
            Tshark.Opened opened = Tshark.opened(recorded, meeting.parley.keys());
            assertThat(opened.encrypted()).isGreaterThanOrEqualTo(7).isEqualTo(opened.open());

            // RFC 3947 section 4: a NAT that is seen moves all that follows message 4
            int port = one.kernel() == Kernel.LIBIPSEC ? 4500 : 500;
            assertThat(Tshark.messages(recorded)).hasSizeGreaterThanOrEqualTo(11);
            assertThat(Tshark.messages(recorded).subList(0, 4)).allSatisfy(message -> {
                assertThat(message.exchange()).isEqualTo(IDENTITY_PROTECTION);
                assertThat(message.destination()).isEqualTo(500);
            });
            assertThat(Tshark.messages(recorded).subList(4, 11))
                    .allSatisfy(message -> assertThat(message.destination()).isEqualTo(port));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void what_strongswan_deletes_we_delete_too_and_a_new_pair_can_follow(Case one) {
        try (var meeting = one.meet()) {
            meeting.establish(one.role());
            meeting.charon.deleteIke();
            meeting.parley.await("no SAs", () -> !meeting.parley.list().contains("spi\":\"0x"));

            int again = meeting.charon.here();
            meeting.establish(one.role());
            meeting.charon.await("CHILD_SA net\\{\\d+\\} established", again);
            assertThat(meeting.parley.keys().esp())
                    .hasSize(4)
                    .isEqualTo(meeting.charon.keys().esp());
        }
    }

    static Stream<Case> usual() {
        return all().filter(one -> one.phase1() == Phase1.AES128_SHA256);
    }

    @ParameterizedTest
    @MethodSource(USUAL)
    void aggressive_mode_works_where_both_want_it(Case one) {
        try (var meeting = one.meet(
                one.ours().with("settings", "{\"ikev1.mode\": \"aggressive\"}"),
                one.theirs().with("aggressive", "yes"))) {
            meeting.establish(one.role());

            assertThat(meeting.parley.keys().lastIsakmp())
                    .isEqualTo(meeting.charon.keys().isakmpKey());
            assertThat(meeting.parley.keys().esp())
                    .hasSize(2)
                    .isEqualTo(meeting.charon.keys().esp());
        }
    }

    @ParameterizedTest
    @MethodSource(USUAL)
    void each_side_answers_the_other_that_asks_whether_it_lives(Case one) {
        try (var meeting = one.meet(one.ours(), one.theirs().with("liveness", "1"))) {
            meeting.establish(one.role());

            int asked = meeting.charon.here();
            meeting.charon.await("parsed INFORMATIONAL_V1 request \\d+ \\[ HASH N\\(DPD_ACK\\) \\]", asked);

            int before = meeting.charon.here();
            meeting.parley.probe().orFail("parley probe");
            meeting.charon.await("parsed INFORMATIONAL_V1 request \\d+ \\[ HASH N\\(DPD\\) \\]", before);
        }
    }

    @ParameterizedTest
    @MethodSource(USUAL)
    void a_child_is_replaced_with_a_key_exchange_of_its_own_by_either_side(Case one) {
        ParleyConfig ours = one.ours().withEsp("""
                        {"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha2-256-128"], "keyExchange": ["modp-2048"]}""");
        try (var meeting = one.meet(ours, one.theirs().with("esp", "aes128-sha256-modp2048"))) {
            meeting.establish(one.role());
            for (Role by : Role.values()) {
                String before = meeting.parley.living().esp().toString();
                if (by == Role.INITIATOR) {
                    meeting.parley.rekeyChild().orFail("parley rekey");
                } else {
                    meeting.charon.rekeyChild();
                }
                meeting.same(living -> !living.esp().toString().equals(before));
                assertThat(meeting.parley.keys().esp())
                        .isEqualTo(meeting.charon.keys().esp());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(USUAL)
    void a_wrong_secret_is_explained(Case one) {
        try (var meeting = one.meet(one.ours().withSecret("another secret"), one.theirs())) {
            if (one.role() == Role.INITIATOR) {
                assertThat(meeting.parley.up().exit()).isNotZero();
                assertThat(meeting.parley.explain()).contains("do both ends have the same pre-shared key?");
            } else {
                assertThat(meeting.charon.initiate().exit()).isNotZero();
                assertThat(meeting.parley.explain()).contains("pre-shared keys of both ends probably differ");
            }
        }
    }
}
