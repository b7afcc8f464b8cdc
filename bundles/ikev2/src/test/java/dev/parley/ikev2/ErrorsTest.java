package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said, and what is not, when something is wrong (RFC 7296 sections 1.5, 2.5, 2.21, 3.1, 3.2). */
class ErrorsTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final int STRANGE = 200;

    private static Unknown unknown(boolean critical) {
        return new Unknown(new PayloadType(Ikev2Payloads.SPACE, STRANGE), critical, Bytes.hex("0102030405"));
    }

    private static Bytes with(Bytes message, int at, int octet) {
        byte[] changed = message.toArray();
        changed[at] = (byte) octet;
        return Bytes.copyOf(changed);
    }

    private static Payload[] and(Payload[] some, Payload more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(Payload[]::new);
    }

    /** Section 2.5: the whole request is rejected with the type of the payload in one octet. */
    @Test
    void an_unknown_critical_payload_in_the_first_request_is_named() {
        Puppet puppet = Puppet.initiator(1);
        Puppet.Heard answer =
                puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, and(puppet.hello(), unknown(true)))));
        assertThat(answer.notifies()).containsExactly(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
        assertThat(answer.first(NotifyPayload.class).data()).isEqualTo(Bytes.of(STRANGE));
        assertThat(puppet.site.gateway().lanes()).isZero();
    }

    @Test
    void an_unknown_critical_payload_on_an_established_sa_is_named_under_protection_and_the_sa_stays() {
        Puppet puppet = Puppet.initiator(2).connected();
        Puppet.Heard answer = puppet.one(last(puppet, puppet.sealed(INFORMATIONAL, 0, 2, unknown(true))));
        assertThat(answer.notifies()).containsExactly(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD);
        assertThat(answer.first(NotifyPayload.class).data()).isEqualTo(Bytes.of(STRANGE));
        assertThat(answer.header().nextPayload()).isEqualTo(Ikev2Payloads.SK.number());
        assertThat(last(puppet, puppet.sealed(INFORMATIONAL, 0, 3))).hasSize(1);
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.5: unknown without the bit is skipped. */
    @Test
    void unknown_payloads_that_are_not_critical_are_skipped_everywhere() {
        Puppet puppet = Puppet.initiator(3);
        puppet.init(puppet.clear(SA_INIT, 0, 0, and(puppet.hello(), unknown(false))));
        List<Payload> auth = new java.util.ArrayList<>(puppet.auth());
        auth.add(1, unknown(false));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 3.2: for payloads that RFC 7296 defines, the critical bit is ignored. */
    @Test
    void the_critical_bit_on_known_payloads_is_ignored() {
        Puppet puppet = Puppet.initiator(4);
        Bytes request = puppet.clear(SA_INIT, 0, 0, puppet.hello());
        puppet.init(with(request, 29, 0x80));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.5: a response with one fails the exchange; in IKE_SA_INIT it may be forged, so the real answer still wins. */
    @Test
    void an_unknown_critical_payload_in_a_response_is_not_accepted() {
        Puppet puppet = Puppet.responder(5);
        Puppet.Heard request = puppet.called();
        puppet.answer(request);
        assertThat(puppet.deliver(puppet.clear(SA_INIT, IkeFlags.RESPONSE, 0, unknown(true))))
                .isEmpty();
        assertThat(puppet.deliver(puppet.message2)).hasSize(1);
        List<Payload> auth = new java.util.ArrayList<>(puppet.auth());
        auth.add(unknown(true));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth));
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
    }

    /** Section 2.5: a higher major version is answered with ours, at a bounded rate, and only if it is a request. */
    @Test
    void a_higher_major_version_gets_invalid_major_version() {
        Puppet puppet = Puppet.initiator(6, Puppet.policies(), Limits.DEFAULT.withAnswersPerSecondPerAddress(2));
        Bytes request = with(puppet.clear(SA_INIT, 0, 0, puppet.hello()), 17, 0x30);
        Puppet.Heard answer = puppet.one(puppet.deliver(request));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_MAJOR_VERSION);
        assertThat(answer.header().majorVersion()).isEqualTo(2);
        assertThat(answer.response()).isTrue();
        assertThat(puppet.deliver(with(request, 19, IkeFlags.INITIATOR | IkeFlags.RESPONSE)))
                .isEmpty();
        for (int i = 0; i < 20; i++) {
            puppet.put(request);
        }
        puppet.world.run(10);
        assertThat(puppet.heard()).hasSizeLessThanOrEqualTo(2);
        assertThat(puppet.site.gateway().lanes()).isZero();
    }

    /** Section 2.5 and 3.1: the minor version, reserved flags and the version flag are ignored. */
    @ParameterizedTest
    @ValueSource(ints = {0x08 | 0x10, 0x08 | 0x01 | 0x02 | 0x04 | 0x40 | 0x80})
    void minor_version_and_reserved_bits_are_ignored(int flags) {
        Puppet puppet = Puppet.initiator(7);
        Bytes request = with(with(puppet.clear(SA_INIT, 0, 0, puppet.hello()), 17, 0x2f), 19, flags);
        Puppet.Heard answer = puppet.init(request);
        assertThat(answer.header().minorVersion()).isZero();
        assertThat(answer.header().flags()).isEqualTo(IkeFlags.RESPONSE);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries())
                .as("AUTH covers the octets as they came")
                .hasSize(2);
    }

    /** Sections 1.5 and 2.21.4: INVALID_IKE_SPI outside any SA: for requests, at a bounded rate, with the SPIs of the message. */
    @Test
    void an_unknown_spi_in_a_request_gets_invalid_ike_spi_at_a_bounded_rate() {
        Puppet puppet = Puppet.initiator(8, Puppet.policies(), Limits.DEFAULT.withAnswersPerSecondPerAddress(2));
        puppet.spiR = puppet.random.bytes(8);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(INFORMATIONAL, 0, 7)));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_IKE_SPI);
        assertThat(answer.header().responderCookie()).isEqualTo(puppet.spiR);
        assertThat(answer.header().messageId()).isEqualTo(7);
        assertThat(answer.header().exchangeType()).isEqualTo(INFORMATIONAL);
        assertThat(answer.header().flags()).isEqualTo(IkeFlags.RESPONSE);
        assertThat(puppet.deliver(puppet.clear(INFORMATIONAL, IkeFlags.RESPONSE, 7)))
                .as("never for a response")
                .isEmpty();
        for (int i = 0; i < 20; i++) {
            puppet.put(puppet.clear(INFORMATIONAL, 0, i));
        }
        puppet.world.run(10);
        assertThat(puppet.heard()).hasSizeLessThanOrEqualTo(2);
    }

    /** Section 2.21.4: an unprotected error proves nothing; at most it makes us look, and not often. */
    @Test
    void an_unprotected_error_ends_nothing_and_makes_us_look_at_a_bounded_rate() {
        Puppet puppet = Puppet.responder(9).answered();
        puppet.heard();
        Bytes forged = puppet.clear(INFORMATIONAL, IkeFlags.RESPONSE, 2, NotifyPayload.of(NotifyType.INVALID_IKE_SPI));
        puppet.site.probe("to-b");
        puppet.world.run(100);
        puppet.one(puppet.heard());
        for (int i = 0; i < 30; i++) {
            puppet.put(forged);
        }
        puppet.world.run(10);
        puppet.heard();
        int asked = puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 2))
                .size();
        assertThat(asked).isLessThanOrEqualTo(1);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    /** Section 2.21.1: errors in answers to IKE_SA_INIT are hints: the real answer still wins. */
    @ParameterizedTest
    @ValueSource(
            ints = {NotifyType.NO_PROPOSAL_CHOSEN, NotifyType.INVALID_SYNTAX, NotifyType.INVALID_MAJOR_VERSION, 14000})
    void an_error_before_the_real_answer_stops_nothing(int notifyType) {
        Puppet puppet = Puppet.responder(10);
        Puppet.Heard request = puppet.called();
        Bytes real = puppet.answer(request);
        assertThat(puppet.deliver(puppet.clear(SA_INIT, IkeFlags.RESPONSE, 0, NotifyPayload.of(notifyType))))
                .isEmpty();
        assertThat(puppet.deliver(real)).hasSize(1);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.21.1: after a while without a better answer the hint is believed, and named. */
    @Test
    void the_report_of_giving_up_names_the_hint() {
        Puppet puppet = Puppet.responder(11);
        puppet.called();
        puppet.deliver(puppet.clear(SA_INIT, IkeFlags.RESPONSE, 0, NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN)));
        puppet.world.run(10_000);
        assertThat(puppet.site.errands().get(0).failure().orElseThrow().getMessage())
                .contains("NO_PROPOSAL_CHOSEN");
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.4: several answers, forged ones first: the real one wins. */
    @Test
    void forged_answers_first_and_the_real_one_still_wins() {
        Puppet forger = Puppet.responder(12);
        Puppet.Heard request = forger.called();
        for (int i = 0; i < 3; i++) {
            assertThat(forger.deliver(forger.answer(request))).hasSize(1);
        }
        Bytes real = forger.answer(request);
        assertThat(forger.deliver(real).stream()
                        .filter(heard -> heard.header().responderCookie().equals(forger.spiR)))
                .hasSize(1);
        forger.deliver(forger.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, forger.auth()));
        assertThat(forger.site.sad().entries()).hasSize(2);
        forger.world.run(60_000);
        assertThat(forger.site.gateway().lanes()).isEqualTo(1);
    }

    /** RFC 6989 sections 2.1 and 2.5, RFC 8031 section 4: public values that no honest peer sends. */
    @ParameterizedTest
    @ValueSource(strings = {"00", "01"})
    void a_public_value_of_small_order_is_refused_with_invalid_syntax(String first) {
        Puppet puppet = Puppet.initiator(13);
        Payload[] hello = puppet.hello();
        hello[1] = new KePayload(31, Bytes.concat(Bytes.hex(first), Bytes.zeros(31)));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(puppet.site.gateway().halfOpen()).isZero();
        assertThat(puppet.site.gateway().lanes()).isZero();
    }

    private static List<Puppet.Heard> last(Puppet puppet, Bytes message) {
        puppet.heard();
        return puppet.deliver(message);
    }
}
