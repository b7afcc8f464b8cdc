package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An IKE_SA_INIT that takes two round trips, RFC 7296 sections 1.2 and 2.6. */
@ExtendWith(PeersNeeded.class)
class DetourTest {
    private static final Suite SUITE = Suite.GCM_CURVE25519;
    private static final String OUR_TWO_GROUPS = """
            {"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"], "keyExchange": ["x25519", "modp-2048"]}""";
    private static final String OUR_OTHER_GROUP = """
            {"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"], "keyExchange": ["modp-2048"]}""";

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void strongswan_asks_for_the_other_group_and_gets_it(Kernel kernel) {
        var theirs = CharonConfig.of(Side.B, SUITE).with("ike", "aes128gcm16-prfsha256-modp2048");
        try (var meeting = new Meeting(kernel, ParleyConfig.of(SUITE).withIke(OUR_TWO_GROUPS), theirs)) {
            meeting.establish(Role.INITIATOR);
            meeting.charon.await("generating IKE_SA_INIT response 0 \\[ N\\(INVAL_KE\\) \\]");
            assertEqualKeys(meeting);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void we_ask_for_the_other_group_and_get_it(Kernel kernel) {
        var theirs = CharonConfig.of(Side.B, SUITE).with("ike", "aes128gcm16-prfsha256-x25519-modp2048");
        try (var meeting = new Meeting(kernel, ParleyConfig.of(SUITE).withIke(OUR_OTHER_GROUP), theirs)) {
            meeting.establish(Role.RESPONDER);
            meeting.charon.await("parsed IKE_SA_INIT response 0 \\[ N\\(INVAL_KE\\) \\]");
            assertEqualKeys(meeting);
        }
    }

    @Test
    void strongswan_asks_for_a_cookie_and_gets_it() {
        var theirs = CharonConfig.of(Side.B, SUITE).with("cookieThreshold", "1");
        try (var meeting = new Meeting(Kernel.LIBIPSEC, ParleyConfig.of(SUITE), theirs)) {
            HalfOpen.leave(meeting.namespaces, meeting.run);
            meeting.charon.await("generating IKE_SA_INIT response 0 \\[ SA KE No");
            meeting.establish(Role.INITIATOR);
            meeting.charon.await("parsed IKE_SA_INIT request 0 \\[ N\\(COOKIE\\) SA KE No");
            assertEqualKeys(meeting);
        }
    }

    private static void assertEqualKeys(Meeting meeting) {
        assertThat(meeting.parley.keys().lastIke())
                .isEqualTo(meeting.charon.keys().lastIke());
        assertThat(meeting.parley.keys().esp())
                .hasSize(2)
                .isEqualTo(meeting.charon.keys().esp());
    }
}
