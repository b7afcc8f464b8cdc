package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Message IDs, retransmission and the window of one (RFC 7296 sections 2.1 to 2.3). */
class WindowTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    /** Section 2.1: a retransmission is bitwise identical. */
    @Test
    void a_retransmitted_request_is_octet_identical() {
        Worlds worlds = Worlds.seeded(1);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().silence();
        int before = worlds.world().capture().size();
        worlds.a().probe("to-b");
        worlds.world().run(10_000);
        List<Captured> sent = worlds.world().capture();
        assertThat(sent.subList(before, sent.size()).stream()
                        .map(Captured::octets)
                        .distinct())
                .hasSize(1);
        assertThat(sent.size() - before).isGreaterThan(3);
    }

    /** Section 2.1: the responder answers a repeated request with the same octets, and does nothing else for it. */
    @Test
    void a_repeated_request_gets_the_same_answer_octet_for_octet() {
        Puppet puppet = Puppet.initiator(2);
        Bytes first = puppet.init().captured().octets();
        assertThat(puppet.one(puppet.deliver(puppet.message1)).captured().octets())
                .isEqualTo(first);
        Bytes auth = puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth());
        Bytes answer = puppet.one(puppet.deliver(auth)).captured().octets();
        assertThat(puppet.one(puppet.deliver(auth)).captured().octets()).isEqualTo(answer);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    /** Section 2.1: only the last answer is kept: a repeated IKE_SA_INIT after IKE_AUTH makes nothing. */
    @Test
    void a_late_copy_of_the_first_request_makes_nothing() {
        Puppet puppet = Puppet.initiator(3).connected();
        puppet.heard();
        assertThat(puppet.deliver(puppet.message1)).isEmpty();
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    @Test
    void cached_answers_are_limited_in_rate() {
        Puppet puppet = Puppet.initiator(4).connected();
        Bytes request = puppet.sealed(INFORMATIONAL, 0, 2);
        puppet.deliver(request);
        puppet.heard();
        for (int i = 0; i < 50; i++) {
            puppet.put(request);
        }
        puppet.world.run(20);
        assertThat(puppet.heard()).hasSize(1);
    }

    /** Section 2.2: each side counts its own requests from 0; the responder of the IKE SA begins at 0, not at 2. */
    @Test
    void each_direction_counts_its_own_requests_from_zero() {
        Puppet puppet = Puppet.initiator(5).connected();
        puppet.heard();
        for (long id = 0; id < 3; id++) {
            puppet.site.probe("to-a");
            puppet.world.run(100);
            Puppet.Heard asked = puppet.one(puppet.heard());
            assertThat(asked.header().messageId()).isEqualTo(id);
            assertThat(asked.response()).isFalse();
            assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2 + id)))
                            .header()
                            .messageId())
                    .isEqualTo(2 + id);
            assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, id)))
                    .isEmpty();
        }
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    /** Section 2.2: as the initiator it begins at 0 with IKE_SA_INIT, and counts on. */
    @Test
    void the_initiator_counts_on_from_ike_auth() {
        Puppet puppet = Puppet.responder(6).answered();
        puppet.heard();
        puppet.site.probe("to-b");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).header().messageId()).isEqualTo(2);
    }

    /** Section 2.3: a request is accepted while our own is outstanding. */
    @Test
    void a_request_is_answered_while_our_own_is_outstanding() {
        Puppet puppet = Puppet.initiator(7).connected();
        puppet.site.probe("to-a");
        puppet.world.run(100);
        puppet.heard();
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2)));
        assertThat(answer.response()).isTrue();
        assertThat(puppet.site.errands()).noneMatch(errand -> errand.settled());
        puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 0));
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    /** Section 2.3: a window of one: a second request of ours waits for the first one's answer. */
    @Test
    void a_second_request_of_ours_waits_for_the_answer_to_the_first() {
        Puppet puppet = Puppet.initiator(8).connected();
        puppet.heard();
        puppet.site.probe("to-a");
        puppet.site.probe("to-a");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).header().messageId()).isZero();
        Puppet.Heard second = puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 0)));
        assertThat(second.header().messageId()).isEqualTo(1);
    }

    /** Section 2.3: what is outside the window is dropped in silence. */
    @Test
    void old_and_future_ids_are_dropped_in_silence() {
        Puppet puppet = Puppet.initiator(9).connected();
        puppet.heard();
        for (long id : new long[] {0, 3, 4, 77, 0xffffffffL}) {
            assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, id)))
                    .as("ID %s", id)
                    .isEmpty();
        }
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 1)))
                .as("another request under the last ID")
                .isEmpty();
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2)))
                .as("the due one")
                .hasSize(1);
    }

    /** Section 2.3: a response that answers no request of ours changes nothing. */
    @Test
    void a_response_that_nobody_awaits_changes_nothing() {
        Puppet puppet = Puppet.initiator(10).connected();
        puppet.heard();
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 0)))
                .isEmpty();
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 5)))
                .isEmpty();
        puppet.site.probe("to-a");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).header().messageId()).isZero();
        assertThat(puppet.site.errands()).noneMatch(errand -> errand.settled());
    }

    /** Section 2.2: Message IDs never wrap. */
    @Test
    void the_last_message_id_is_followed_by_none() {
        ExchangeWindow window = new ExchangeWindow(0xffff_ffffL);
        assertThat(window.exhausted()).isFalse();
        window.asked(
                ExchangeType.INFORMATIONAL,
                List.of(new Datagram(
                        new Endpoint(Bytes.zeros(4), 500, false),
                        new Endpoint(Bytes.zeros(4), 500, false),
                        Bytes.of(1))));
        assertThat(window.exhausted()).isTrue();
    }

    /** Section 3.1: a message with our own role's flag was ours once and comes back. */
    @Test
    void a_reflected_message_is_ignored() {
        Puppet puppet = Puppet.responder(11).answered();
        puppet.heard();
        puppet.site.probe("to-b");
        puppet.world.run(100);
        Bytes own = puppet.one(puppet.heard()).captured().octets();
        assertThat(puppet.deliver(own))
                .as("not as an IKE SA: the SPI is not ours")
                .allMatch(heard -> heard.notifies().equals(List.of(NotifyType.INVALID_IKE_SPI)));
        assertThat(puppet.site.errands().get(1).settled()).isFalse();
        puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 2));
        assertThat(puppet.site.errands().get(1).succeeded()).isTrue();
    }
}
