package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What must not come up by KINK: one line names what is in the way and what mends it; the daemon lives on, and tries again. */
@ExtendWith(PeersNeeded.class)
class KinkRefusalTest {
    private static final String AES = "aes256-cts-hmac-sha1-96";
    private static final String A = KinkConfig.principal(Side.A);
    private static final String B = KinkConfig.principal(Side.B);

    @Test
    void a_missing_keytab_is_named_and_once_it_is_there_the_connection_comes_up_by_itself() throws IOException {
        try (var meeting = new KinkMeeting(AES)) {
            Path keytab = meeting.realm.path(KinkMeeting.keytab(Side.A));
            Path away = meeting.realm.path("away.keytab");
            Files.move(keytab, away);
            ParleyProcess a = meeting.start(meeting.forA);
            meeting.start(meeting.forB);
            assertRefused(a, "there is no keytab " + keytab + ": make it with kadmin's ktadd");
            Files.move(away, keytab);
            a.await("what it was told to have", () -> a.state().equals("up"));
        }
    }

    @Test
    void a_keytab_that_this_user_cannot_read_is_named() throws IOException {
        try (var meeting = new KinkMeeting(AES)) {
            Path keytab = meeting.realm.path(KinkMeeting.keytab(Side.A));
            Files.setPosixFilePermissions(keytab, PosixFilePermissions.fromString("---------"));
            ParleyProcess a = meeting.start(
                    Side.A, meeting.forA.json(), command -> without("-dac_override,-dac_read_search", command));
            assertRefused(a, "the keytab " + keytab + " cannot be read by this user: see ls -l " + keytab);
        }
    }

    @Test
    void principals_that_the_keytab_or_the_kdc_does_not_know_are_named() {
        try (var meeting = new KinkMeeting(AES)) {
            String other = "kink/other.example@" + MitRealm.NAME;
            ParleyProcess notInKeytab = meeting.start(meeting.forA.with("kink.principal", other));
            assertRefused(notInKeytab, "holds no key of " + other);
            notInKeytab.close();

            ParleyProcess peerUnknown = meeting.start(meeting.forA.with("kink.peer", other));
            assertRefused(
                    peerUnknown,
                    "the KDC of KINK.TEST knows no service " + other
                            + ": see kadmin listprincs, or mend the peer's principal in the policy");
            peerUnknown.close();

            meeting.realm.remove(A);
            ParleyProcess unknown = meeting.start(meeting.forA);
            assertRefused(
                    unknown,
                    "no ticket-granting ticket for " + A
                            + ": the KDC knows no such principal: see kadmin listprincs, or mend the principal");
        }
    }

    @Test
    void a_realm_that_nobody_has_heard_of_is_named() {
        try (var meeting = new KinkMeeting(AES)) {
            ParleyProcess a = meeting.start(meeting.forA.with("kink.peer", "kink/psk-b.example@ELSEWHERE.TEST"));
            assertRefused(
                    a,
                    "the KDC of KINK.TEST knows no way to the realm ELSEWHERE.TEST: mend the peer's principal in the"
                            + " policy, or have the two realms trust each other");
        }
    }

    @Test
    void a_kdc_that_is_silent_or_gone_is_named_and_once_it_is_back_the_connection_comes_up_by_itself() {
        try (var meeting = new KinkMeeting(AES)) {
            ParleyProcess a = meeting.start(meeting.forA);
            meeting.start(meeting.forB);
            meeting.realm.freeze();
            assertRefused(a, "the KDC of KINK.TEST does not answer");
            meeting.realm.thaw();
            a.await("what it was told to have", () -> a.state().equals("up"));
            a.down().orFail("parley down");

            meeting.clockA.set(Duration.ofDays(2));
            meeting.clockB.set(Duration.ofDays(2));
            meeting.realm.stop();
            assertRefused(a, "the KDC of KINK.TEST does not answer");
            meeting.realm.start();
            a.await("what it was told to have", () -> a.state().equals("up"));
        }
    }

    /** The other end hears of it without proof, and goes on asking: whoever forges such an answer ends nothing. */
    @Test
    void a_ticket_for_a_version_that_the_keytab_lacks_is_named_where_it_is_missing() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.realm.keytab(B, AES, "nobody-reads-this.keytab");
            ParleyProcess b = meeting.start(meeting.forB);
            ParleyProcess a = meeting.start(meeting.forA.begun());
            b.await("KRB_AP_ERR_BADKEYVER to 10.99.0.1:910: the ticket is for version 3 of the key of " + B
                    + ", and the keytab has no such key: renew it");
            assertThat(a.state()).isEqualTo("begins");
        }
    }

    @Test
    void keys_of_a_type_that_is_none_of_ours_are_named() {
        try (var meeting = new KinkMeeting("camellia256-cts-cmac")) {
            ParleyProcess a = meeting.start(meeting.forA);
            assertRefused(a, "holds no key of " + A + " of an encryption type from 17 to 20: see klist -ke ");
        }
    }

    @Test
    void a_kdc_with_no_type_that_we_allow_is_named() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.realm.allow("aes128-cts-hmac-sha256-128");
            ParleyProcess a = meeting.start(meeting.forA);
            assertRefused(
                    a,
                    "krb5.conf allows no encryption type of the keytab's keys: allow theirs in default_tkt_enctypes,"
                            + " or have ktadd make others");
        }
    }

    /** No ticket helps: whatever the KDC makes now lies in the future of the peer. */
    @Test
    void a_peer_whose_clock_is_behind_the_kdcs_is_named() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.clockB.set(Duration.ofMinutes(-20));
            ParleyProcess a = meeting.start(meeting.forA);
            meeting.start(meeting.forB);
            assertRefused(
                    a,
                    "KRB_AP_ERR_TKT_NYV: the ticket is not valid yet: the clock of " + B
                            + " is behind the KDC's, set it");
        }
    }

    @Test
    void our_clock_that_is_not_the_kdcs_is_named() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.clockB.set(Duration.ofMinutes(20));
            ParleyProcess b = meeting.start(meeting.forB);
            assertRefused(b, "this machine's clock and the KDC's differ too much: set the clock");
        }
    }

    @Test
    void port_910_that_is_not_permitted_is_named_and_a_policy_moves_it() {
        try (var meeting = new KinkMeeting(AES)) {
            Shell.Outcome refused = meeting.run(meeting.forA, command -> without("-net_bind_service", command));
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output())
                    .contains(
                            "UDP endpoint 10.99.0.1:910 cannot be opened: ports below 1024 need privileges here: run as"
                                    + " root or with CAP_NET_BIND_SERVICE, or write another 'port' into the local end in the"
                                    + " config, and into the peer's remote end");
            ParleyProcess a = meeting.start(
                    Side.A, meeting.forA.withPort(9100).json(), command -> without("-net_bind_service", command));
            meeting.start(meeting.forB.withPort(9100));
            a.up().orFail("parley up" + a.log());
        }
    }

    /** As root without what makes root more than another user. */
    private static List<String> without(String capabilities, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("setpriv", "--bounding-set=" + capabilities));
        inside.addAll(command);
        return inside;
    }

    /** {@code up} fails with one line that says {@code why}; the daemon is still there, and plans another attempt. */
    private static void assertRefused(ParleyProcess parley, String why) {
        Shell.Outcome outcome = parley.up();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output().lines().filter(line -> line.contains(why)).toList())
                .as(outcome.output())
                .hasSize(1);
        assertThat(parley.explain()).contains(why);
        assertThat(parley.state()).matches("waits \\d+ s|begins");
        assertThat(parley.living().esp()).isEqualTo(Set.of());
    }
}
