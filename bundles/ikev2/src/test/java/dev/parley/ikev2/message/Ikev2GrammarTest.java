package dev.parley.ikev2.message;

import static dev.parley.ikev2.message.ExchangeType.CREATE_CHILD_SA;
import static dev.parley.ikev2.message.ExchangeType.IKE_AUTH;
import static dev.parley.ikev2.message.ExchangeType.IKE_SA_INIT;
import static dev.parley.ikev2.message.ExchangeType.INFORMATIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The compositions of RFC 7296 Appendix C. */
class Ikev2GrammarTest {
    /** An exchange type for private use. */
    private static final int NO_TABLE = 240;

    private static final Payload SA =
            new SaPayload(List.of(new Proposal(1, 1, Bytes.EMPTY, List.of(Transform.of(TransformType.KE, 31)))));
    private static final Payload KE = new KePayload(31, Bytes.zeros(32));
    private static final Payload NONCE = new NoncePayload(Bytes.zeros(32));
    private static final Payload IDI = IdPayload.of(Role.INITIATOR, IdType.FQDN, Bytes.utf8("i"));
    private static final Payload IDR = IdPayload.of(Role.RESPONDER, IdType.FQDN, Bytes.utf8("r"));
    private static final Payload AUTH = new AuthPayload(2, Bytes.zeros(32));
    private static final Payload TSI = TsPayload.of(Role.INITIATOR, List.of(TrafficSelector.parse("10.0.0.1")));
    private static final Payload TSR = TsPayload.of(Role.RESPONDER, List.of(TrafficSelector.parse("10.0.0.2")));
    private static final Payload COOKIE = NotifyPayload.of(NotifyType.COOKIE, Bytes.zeros(8));
    private static final Payload NATD_S = NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, Bytes.zeros(20));
    private static final Payload NATD_D = NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, Bytes.zeros(20));
    private static final Payload ERROR = NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN);
    private static final Payload VENDOR = new VendorIdPayload(Bytes.utf8("v"));

    @Test
    void the_usual_messages_pass_in_any_order() {
        assertPasses(IKE_SA_INIT, false, SA, KE, NONCE, NATD_S, NATD_D);
        assertPasses(IKE_SA_INIT, false, NONCE, COOKIE, NATD_D, KE, SA);
        assertPasses(IKE_SA_INIT, true, SA, KE, NONCE);
        assertPasses(IKE_AUTH, false, IDI, AUTH, SA, TSI, TSR);
        assertPasses(IKE_AUTH, false, TSR, IDR, TSI, SA, AUTH, IDI);
        assertPasses(IKE_AUTH, true, IDR, AUTH, SA, TSI, TSR);
        assertPasses(INFORMATIONAL, false);
        assertPasses(INFORMATIONAL, true);
        assertPasses(INFORMATIONAL, false, new DeletePayload(1, List.of()), ERROR, new DeletePayload(3, List.of()));
    }

    /** Sections 1.3.1 to 1.3.3: a child with or without a key exchange of its own, an IKE SA without selectors. */
    @Test
    void the_three_uses_of_create_child_sa_pass() {
        Payload rekey = NotifyPayload.of(NotifyType.REKEY_SA);
        assertPasses(CREATE_CHILD_SA, false, SA, NONCE, TSI, TSR);
        assertPasses(CREATE_CHILD_SA, false, rekey, SA, NONCE, KE, TSI, TSR);
        assertPasses(CREATE_CHILD_SA, false, SA, NONCE, KE);
        assertPasses(CREATE_CHILD_SA, true, SA, NONCE, KE, TSI, TSR);
        assertPasses(CREATE_CHILD_SA, true, SA, NONCE, KE);
        assertBlames("Ni", CREATE_CHILD_SA, false, SA, TSI, TSR);
        assertBlames("SA", CREATE_CHILD_SA, true, NONCE, TSI, TSR);
        assertThat(violation(CREATE_CHILD_SA, false, SA, NONCE, NONCE, TSI, TSR))
                .isPresent();
    }

    @Test
    void a_missing_payload_is_named() {
        assertBlames("KEi", IKE_SA_INIT, false, SA, NONCE);
        assertBlames("Nr", IKE_SA_INIT, true, SA, KE);
        assertBlames("IDi", IKE_AUTH, false, AUTH, SA, TSI, TSR);
        assertBlames("AUTH", IKE_AUTH, true, IDR, SA, TSI, TSR);
        assertThat(violation(IKE_AUTH, false)).isPresent();
        assertThat(violation(IKE_SA_INIT, true)).isPresent();
    }

    @Test
    void what_may_come_once_may_not_come_twice() {
        assertBlames("KEi", IKE_SA_INIT, false, SA, KE, KE, NONCE);
        assertThat(violation(IKE_SA_INIT, true, SA, SA, KE, NONCE)).isPresent();
        assertThat(violation(IKE_AUTH, false, IDI, IDI, AUTH, SA, TSI, TSR)).isPresent();
        assertThat(violation(IKE_AUTH, false, IDI, IDR, IDR, AUTH, SA, TSI, TSR))
                .isPresent();
        assertThat(violation(IKE_AUTH, true, IDR, AUTH, AUTH, SA, TSI, TSR)).isPresent();
    }

    @Test
    void more_notifications_vendor_ids_certificate_requests_and_unknown_payloads_always_pass() {
        Payload stranger = new Unknown(new PayloadType(Ikev2Payloads.SPACE, 200), false, Bytes.EMPTY);
        Payload certreq = new Unknown(Ikev2Payloads.CERTREQ, false, Bytes.of(4));
        Payload odd = NotifyPayload.of(40960);
        assertPasses(IKE_SA_INIT, false, VENDOR, VENDOR, SA, KE, NONCE, NATD_S, NATD_S, odd, odd, certreq, stranger);
        assertPasses(IKE_SA_INIT, true, SA, KE, NONCE, NATD_S, NATD_S, certreq, certreq, odd, VENDOR, stranger);
        assertPasses(IKE_AUTH, false, IDI, AUTH, SA, TSI, TSR, certreq, certreq, odd, ERROR, VENDOR, stranger);
        assertPasses(IKE_AUTH, true, IDR, AUTH, SA, TSI, TSR, odd, VENDOR, stranger);
        assertPasses(INFORMATIONAL, false, stranger, VENDOR, odd);
    }

    @Test
    void a_response_of_notifications_with_an_error_among_them_always_passes() {
        for (int exchange : List.of(IKE_SA_INIT, IKE_AUTH, INFORMATIONAL, CREATE_CHILD_SA)) {
            assertPasses(exchange, true, ERROR);
            assertPasses(exchange, true, NATD_S, ERROR, VENDOR);
        }
        assertThat(violation(IKE_AUTH, false, ERROR)).isPresent();
        assertThat(violation(IKE_AUTH, true, NATD_S)).isPresent();
        assertThat(violation(IKE_SA_INIT, true, NATD_S, VENDOR)).isPresent();
    }

    @Test
    void a_cookie_alone_answers_the_first_message_and_no_other() {
        assertPasses(IKE_SA_INIT, true, COOKIE);
        assertPasses(IKE_SA_INIT, true, VENDOR, COOKIE, NATD_S);
        assertThat(violation(IKE_SA_INIT, false, COOKIE)).isPresent();
        assertThat(violation(IKE_AUTH, true, COOKIE)).isPresent();
    }

    @Test
    void an_answer_that_proves_itself_but_refuses_the_child_passes() {
        assertPasses(IKE_AUTH, true, IDR, AUTH, ERROR);
        assertThat(violation(IKE_AUTH, true, IDR, AUTH)).isPresent();
        assertBlames("AUTH", IKE_AUTH, true, IDR, ERROR);
    }

    @Test
    void payloads_are_put_into_the_order_of_the_rfc_and_strangers_last() {
        assertThat(Ikev2Grammar.order(IKE_SA_INIT, false, List.of(VENDOR, NATD_D, NATD_S, NONCE, KE, SA, COOKIE)))
                .containsExactly(COOKIE, SA, KE, NONCE, NATD_S, NATD_D, VENDOR);
        assertThat(Ikev2Grammar.order(IKE_SA_INIT, false, List.of(VENDOR, VENDOR, SA, KE, NONCE)))
                .containsExactly(SA, KE, NONCE, VENDOR, VENDOR);
        List<Payload> auth = new ArrayList<>(List.of(IDI, IDR, AUTH, SA, TSI, TSR, VENDOR));
        Collections.reverse(auth);
        assertThat(Ikev2Grammar.order(IKE_AUTH, false, auth)).containsExactly(IDI, IDR, AUTH, SA, TSI, TSR, VENDOR);
        Payload rekey = NotifyPayload.of(NotifyType.REKEY_SA);
        assertThat(Ikev2Grammar.order(CREATE_CHILD_SA, false, List.of(VENDOR, TSR, TSI, KE, NONCE, SA, rekey)))
                .containsExactly(rekey, SA, NONCE, KE, TSI, TSR, VENDOR);
        assertThat(Ikev2Grammar.order(NO_TABLE, false, auth)).isEqualTo(auth);
    }

    @Test
    void the_rules_say_who_sends_and_whether_it_is_protected() {
        MessageRule request = Ikev2Grammar.rule(IKE_SA_INIT, false).orElseThrow();
        assertThat(request.sender()).isEqualTo(Role.INITIATOR);
        assertThat(request.number()).isEqualTo(1);
        assertThat(request.protection()).isEqualTo(MessageRule.Protection.CLEAR);
        MessageRule response = Ikev2Grammar.rule(INFORMATIONAL, true).orElseThrow();
        assertThat(response.sender()).isEqualTo(Role.RESPONDER);
        assertThat(response.number()).isEqualTo(2);
        assertThat(response.protection()).isEqualTo(MessageRule.Protection.ENCRYPTED);
        assertThat(Ikev2Grammar.rule(CREATE_CHILD_SA, false).orElseThrow().protection())
                .isEqualTo(MessageRule.Protection.ENCRYPTED);
        assertThat(Ikev2Grammar.rule(NO_TABLE, false)).isEmpty();
    }

    private static void assertPasses(int exchange, boolean response, Payload... payloads) {
        assertThat(violation(exchange, response, payloads)).isEmpty();
    }

    private static void assertBlames(String slot, int exchange, boolean response, Payload... payloads) {
        assertThat(violation(exchange, response, payloads))
                .hasValueSatisfying(why -> assertThat(why).contains(slot));
    }

    private static Optional<String> violation(int exchange, boolean response, Payload... payloads) {
        return Ikev2Grammar.violation(exchange, response, List.of(payloads));
    }
}
