package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody has proven makes us look whether the peer lives, now and then, and nothing else (RFC 7296 sections 1.5, 2.4, 2.21.4). */
class HintsTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final NotifyPayload INVALID_SPI = NotifyPayload.of(NotifyType.INVALID_SPI, Bytes.hex("0a0b0c0d"));
    private static final NotifyPayload INVALID_IKE_SPI = NotifyPayload.of(NotifyType.INVALID_IKE_SPI);

    @ParameterizedTest
    @ValueSource(strings = {"zero", "random"})
    void invalid_spi_in_the_clear_from_the_peers_address_is_no_question_and_makes_us_ask(String spis) {
        Puppet puppet = quiet(1);
        List<Puppet.Heard> heard = hinted(puppet, puppet.here, stray(puppet, spis.equals("zero"), INVALID_SPI));
        Puppet.Heard probe = puppet.one(heard);
        assertThat(probe.response()).as("it is not answered").isFalse();
        assertThat(probe.payloads()).isEmpty();
        assertThat(probe.header().exchangeType()).isEqualTo(INFORMATIONAL);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 0)))
                .isEmpty();
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    @Test
    void invalid_spi_from_another_address_concerns_nobody() {
        Puppet puppet = quiet(2);
        Endpoint elsewhere = new Endpoint(Bytes.of(10, 0, 0, 9), 500, false);
        assertThat(hinted(puppet, elsewhere, stray(puppet, true, INVALID_SPI))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {NotifyType.INVALID_IKE_SPI, NotifyType.AUTHENTICATION_FAILED, NotifyType.INITIAL_CONTACT})
    void other_notifications_that_belong_to_no_exchange_mean_nothing(int notifyType) {
        Puppet puppet = quiet(3);
        assertThat(hinted(puppet, puppet.here, stray(puppet, true, NotifyPayload.of(notifyType))))
                .isEmpty();
        assertThat(hinted(puppet, puppet.here, stray(puppet, false, NotifyPayload.of(notifyType))))
                .as("not answered with INVALID_IKE_SPI either: that could go round for ever")
                .isEmpty();
    }

    /** Section 1.5: it answers a request of ours; here it comes unasked. */
    @Test
    void invalid_ike_spi_for_our_ike_sa_makes_us_ask() {
        Puppet puppet = quiet(4);
        Bytes forged = puppet.clear(INFORMATIONAL, IkeFlags.RESPONSE, 77, INVALID_IKE_SPI);
        assertThat(puppet.one(puppet.deliver(forged)).payloads()).isEmpty();
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    @Test
    void a_flood_of_hints_costs_a_question_in_ten_seconds() {
        Puppet puppet = quiet(5);
        Bytes stray = stray(puppet, true, INVALID_SPI);
        Bytes unasked = puppet.clear(INFORMATIONAL, IkeFlags.RESPONSE, 77, INVALID_IKE_SPI);
        int asked = 0;
        for (int i = 0; i < 600; i++) {
            for (int copies = 0; copies < 20; copies++) {
                puppet.put(stray);
                puppet.put(unasked);
            }
            puppet.world.run(100);
            for (Puppet.Heard heard : puppet.heard()) {
                asked++;
                puppet.put(puppet.sealed(
                        INFORMATIONAL, IkeFlags.RESPONSE, heard.header().messageId()));
            }
        }
        assertThat(asked).isBetween(5, (int) (60_000 / Defaults.HINT_GAP_MILLIS) + 1);
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.4: only repeated questions without an answer show that the peer is dead, however often somebody says so. */
    @Test
    void a_peer_that_is_said_to_be_dead_dies_no_sooner_than_one_that_is_silent() {
        Puppet silent = quiet(6);
        Puppet hinted = quiet(6);
        for (Puppet puppet : List.of(silent, hinted)) {
            puppet.site.probe("to-a");
            puppet.world.run(100);
        }
        Bytes stray = stray(hinted, true, INVALID_SPI);
        Bytes answer = hinted.clear(INFORMATIONAL, IkeFlags.RESPONSE, 0, INVALID_IKE_SPI);
        long alive = 0;
        while (!hinted.forgotten() && alive < 600) {
            alive++;
            hinted.put(stray);
            hinted.put(answer);
            hinted.world.run(1_000);
            silent.world.run(1_000);
            assertThat(silent.forgotten()).as("after %d s", alive).isEqualTo(hinted.forgotten());
        }
        assertThat(alive).isBetween(100L, 599L);
    }

    /** Section 2.21.4: the recipient must not change the state of any SA, but may take note. */
    @Test
    void invalid_spi_under_protection_is_answered_and_noted_and_changes_nothing() {
        Puppet puppet = quiet(7);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, INVALID_SPI)))
                        .payloads())
                .isEmpty();
        assertThat(puppet.world.transcript().toString()).contains("INVALID_SPI").contains("0x0a0b0c0d");
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    private static Puppet quiet(long seed) {
        Puppet puppet = Puppet.initiator(seed).connected();
        puppet.world.run(Defaults.HINT_GAP_MILLIS + 1);
        puppet.heard();
        return puppet;
    }

    private static List<Puppet.Heard> hinted(Puppet puppet, Endpoint from, Bytes octets) {
        puppet.site.gateway().receive(new Datagram(puppet.there, from, octets));
        puppet.world.run(100);
        return puppet.heard();
    }

    /** As section 1.5 has it: of no exchange, with SPIs that mean nothing. */
    private static Bytes stray(Puppet puppet, boolean zero, Payload said) {
        return IkeMessages.clear(
                zero ? Bytes.zeros(8) : puppet.random.bytes(8),
                zero ? Bytes.zeros(8) : puppet.random.bytes(8),
                INFORMATIONAL,
                IkeFlags.INITIATOR,
                0,
                List.of(said),
                puppet.registry);
    }
}
