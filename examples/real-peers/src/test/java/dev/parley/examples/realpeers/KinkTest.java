package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KINK (RFC 4430) between two gateways that MIT's KDC vouches for: both ends have the same SAs with the same keys, whatever time it is. */
@ExtendWith(PeersNeeded.class)
class KinkTest {
    private static final String AES = "aes256-cts-hmac-sha1-96";

    @ParameterizedTest
    @CsvSource({
        "17, aes128-cts-hmac-sha1-96",
        "18, aes256-cts-hmac-sha1-96",
        "19, aes128-cts-hmac-sha256-128",
        "20, aes256-cts-hmac-sha384-192"
    })
    void a_life_with_keys_of_each_encryption_type(int type, String name) {
        try (var meeting = new KinkMeeting(name)) {
            ParleyProcess a = meeting.start(meeting.forA);
            ParleyProcess b = meeting.start(meeting.forB);
            a.up().orFail("parley up" + a.log());
            Set<String> first = agreed(a, b, Set.of());
            a.rekey().orFail("parley rekey" + a.log());
            agreed(a, b, first);
            b.probe().orFail("parley probe" + b.log());
            a.down().orFail("parley down" + a.log());
            a.await("no SA", () -> a.living().esp().isEmpty());
            b.await("no SA", () -> b.living().esp().isEmpty());
            assertThat(meeting.realm.ticketsFor(KinkConfig.principal(Side.B))).isEqualTo(1);
            assertThat(meeting.realm.ticketType()).isEqualTo(type);
        }
    }

    @Test
    void a_nonce_of_the_responder_and_a_key_exchange_of_its_own_take_a_third_message() {
        try (var meeting = new KinkMeeting(AES)) {
            String suite = "{\"encryption\": [\"aes-gcm-16:256\"], \"keyExchange\": [\"modp-2048\"]}";
            ParleyProcess a = meeting.start(meeting.forA.withSuite(suite));
            ParleyProcess b = meeting.start(meeting.forB
                    .withSuite(suite)
                    .with("kink.responder-nonce", "yes")
                    .with("kink.prf", "letter"));
            b.up().orFail("parley up" + b.log());
            agreed(a, b, Set.of());
            b.rekey().orFail("parley rekey" + b.log());
            a.probe().orFail("parley probe" + a.log());
        }
    }

    @Test
    void ends_that_read_the_prf_in_two_ways_are_up_and_parley_list_is_where_it_shows() {
        try (var meeting = new KinkMeeting(AES)) {
            ParleyProcess a = meeting.start(meeting.forA.with("kink.prf", "letter"));
            ParleyProcess b = meeting.start(meeting.forB.with("kink.prf", "trunc128"));
            a.up().orFail("parley up" + a.log());
            a.awaitSas(2);
            b.awaitSas(2);
            assertThat(a.keys().esp().keySet()).isEqualTo(b.keys().esp().keySet());
            assertThat(a.keys().esp()).isNotEqualTo(b.keys().esp());
            assertThat(a.list()).contains("\"prf\": \"letter\"");
            assertThat(b.list()).contains("\"prf\": \"trunc128\"");
        }
    }

    /** Section 9: a ticket that has ended is replaced, and with it the session key. */
    @Test
    void once_a_ticket_has_ended_another_is_asked_for() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.realm.limitLife(KinkConfig.principal(Side.B), HOUR_SECONDS);
            ParleyProcess a = meeting.start(meeting.forA);
            ParleyProcess b = meeting.start(meeting.forB);
            a.up().orFail("parley up" + a.log());
            Set<String> first = agreed(a, b, Set.of());
            meeting.clockA.set(Duration.ofHours(2));
            meeting.clockB.set(Duration.ofHours(2));
            a.rekey().orFail("parley rekey" + a.log());
            agreed(a, b, first);
            assertThat(meeting.realm.ticketsFor(KinkConfig.principal(Side.B))).isEqualTo(2);
        }
    }

    /** Section 3.5: what the peer says of its clock under the session key is believed. */
    @Test
    void a_peer_whose_clock_is_ahead_by_more_than_kerberos_allows_is_met_halfway() {
        try (var meeting = new KinkMeeting(AES)) {
            meeting.clockB.set(Duration.ofMinutes(20));
            ParleyProcess a = meeting.start(meeting.forA);
            ParleyProcess b = meeting.start(meeting.forB);
            a.up().orFail("parley up" + a.log());
            Set<String> first = agreed(a, b, Set.of());
            a.rekey().orFail("parley rekey" + a.log());
            agreed(a, b, first);
        }
    }

    @Test
    void a_key_that_is_rolled_while_the_gateways_run_opens_the_next_ticket() {
        try (var meeting = new KinkMeeting(AES)) {
            ParleyProcess a = meeting.start(meeting.forA);
            ParleyProcess b = meeting.start(meeting.forB);
            a.up().orFail("parley up" + a.log());
            Set<String> first = agreed(a, b, Set.of());
            meeting.realm.keytab(KinkConfig.principal(Side.B), AES, KinkMeeting.keytab(Side.B));

            a.rekey().orFail("parley rekey with a ticket for the old key" + a.log());
            Set<String> second = agreed(a, b, first);
            meeting.clockA.set(Duration.ofDays(2));
            meeting.clockB.set(Duration.ofDays(2));
            a.rekey().orFail("parley rekey with a ticket for the new key" + a.log());
            agreed(a, b, second);
            assertThat(meeting.realm.ticketsFor(KinkConfig.principal(Side.B))).isEqualTo(2);
        }
    }

    /** Waits until both ends use one pair of SAs, none of which is of {@code before}; then their keys are equal. */
    private static Set<String> agreed(ParleyProcess a, ParleyProcess b, Set<String> before) {
        a.await("the pair of SAs that the other end has, a new one", () -> {
            Set<String> now = a.living().esp();
            return now.size() == 2
                    && now.stream().noneMatch(before::contains)
                    && now.equals(b.living().esp());
        });
        Set<String> now = a.living().esp();
        a.await("their keys", () -> a.keys().esp().keySet().containsAll(now));
        b.await("their keys", () -> b.keys().esp().keySet().containsAll(now));
        Map<String, EspKey> ours = a.keys().esp();
        assertThat(ours).isEqualTo(b.keys().esp());
        return now;
    }

    private static final int HOUR_SECONDS = 3_600;
}
