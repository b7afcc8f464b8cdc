package dev.parley.ikev2.message;

import static dev.parley.ikev2.message.ExchangeType.CREATE_CHILD_SA;
import static dev.parley.ikev2.message.ExchangeType.IKE_AUTH;
import static dev.parley.ikev2.message.ExchangeType.IKE_SA_INIT;
import static dev.parley.ikev2.message.ExchangeType.INFORMATIONAL;
import static dev.parley.isakmp.message.MessageRule.Protection.CLEAR;
import static dev.parley.isakmp.message.MessageRule.Protection.ENCRYPTED;

import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.message.Unknown;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which payloads a message holds (RFC 7296 Appendix C; sections 1.2, 1.4 and 2.21 say the same in prose). Payloads
 * without a slot may come anywhere, so vendor IDs and most notifications have none.
 */
public final class Ikev2Grammar {
    /** As many as a message can hold: too much of what does no harm is no reason to refuse a message (section 2.5). */
    private static final int MANY = PayloadRegistry.MAX_PAYLOADS;

    private static final String USUAL = "";

    private static final MessageRule SA_INIT_REQUEST = request(
            IKE_SA_INIT,
            CLEAR,
            notification(NotifyType.COOKIE),
            Slot.one(Ikev2Payloads.SA, "SAi1"),
            Slot.one(Ikev2Payloads.KE, "KEi"),
            Slot.one(Ikev2Payloads.NONCE, "Ni"),
            notification(NotifyType.NAT_DETECTION_SOURCE_IP),
            notification(NotifyType.NAT_DETECTION_DESTINATION_IP));

    private static final MessageRule SA_INIT_RESPONSE = response(
            IKE_SA_INIT,
            CLEAR,
            USUAL,
            Slot.one(Ikev2Payloads.SA, "SAr1"),
            Slot.one(Ikev2Payloads.KE, "KEr"),
            Slot.one(Ikev2Payloads.NONCE, "Nr"),
            notification(NotifyType.NAT_DETECTION_SOURCE_IP),
            notification(NotifyType.NAT_DETECTION_DESTINATION_IP),
            notification(NotifyType.HTTP_CERT_LOOKUP_SUPPORTED),
            any(Ikev2Payloads.CERTREQ, "CERTREQ"));

    private static final MessageRule COOKIE_RESPONSE = response(
            IKE_SA_INIT,
            CLEAR,
            "cookie",
            Slot.one(Ikev2Payloads.NOTIFY, "N(COOKIE)")
                    .notifying(NotifyType.COOKIE)
                    .upTo(MANY));

    /** Without AUTH the initiator wants EAP (section 2.16). */
    private static final MessageRule AUTH_REQUEST = request(
            IKE_AUTH,
            ENCRYPTED,
            Slot.one(Ikev2Payloads.ID_I, "IDi"),
            any(Ikev2Payloads.CERT, "CERT"),
            notification(NotifyType.INITIAL_CONTACT),
            notification(NotifyType.HTTP_CERT_LOOKUP_SUPPORTED),
            any(Ikev2Payloads.CERTREQ, "CERTREQ"),
            Slot.one(Ikev2Payloads.ID_R, "IDr").optional(),
            Slot.one(Ikev2Payloads.AUTH, "AUTH").optional(),
            any(Ikev2Payloads.CP, "CP"),
            notification(NotifyType.IPCOMP_SUPPORTED),
            notification(NotifyType.USE_TRANSPORT_MODE),
            notification(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED),
            notification(NotifyType.NON_FIRST_FRAGMENTS_ALSO),
            Slot.one(Ikev2Payloads.SA, "SAi2"),
            Slot.one(Ikev2Payloads.TS_I, "TSi"),
            Slot.one(Ikev2Payloads.TS_R, "TSr"));

    private static final MessageRule AUTH_RESPONSE = response(
            IKE_AUTH,
            ENCRYPTED,
            USUAL,
            Slot.one(Ikev2Payloads.ID_R, "IDr"),
            any(Ikev2Payloads.CERT, "CERT"),
            Slot.one(Ikev2Payloads.AUTH, "AUTH"),
            any(Ikev2Payloads.CP, "CP"),
            notification(NotifyType.IPCOMP_SUPPORTED),
            notification(NotifyType.USE_TRANSPORT_MODE),
            notification(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED),
            notification(NotifyType.NON_FIRST_FRAGMENTS_ALSO),
            Slot.one(Ikev2Payloads.SA, "SAr2"),
            Slot.one(Ikev2Payloads.TS_I, "TSi"),
            Slot.one(Ikev2Payloads.TS_R, "TSr"),
            notification(NotifyType.ADDITIONAL_TS_POSSIBLE));

    /** The IKE SA is made, its first child is not; the error notification may be any (section 1.2). */
    private static final MessageRule AUTH_RESPONSE_WITHOUT_CHILD = response(
            IKE_AUTH,
            ENCRYPTED,
            "error in child SA",
            Slot.one(Ikev2Payloads.ID_R, "IDr"),
            any(Ikev2Payloads.CERT, "CERT"),
            Slot.one(Ikev2Payloads.AUTH, "AUTH"));

    /** A new child, a child's replacement (with REKEY_SA), or an IKE SA's (without selectors): sections 1.3.1 to 1.3.3. */
    private static final MessageRule CREATE_CHILD_REQUEST = request(
            CREATE_CHILD_SA,
            ENCRYPTED,
            notification(NotifyType.REKEY_SA),
            notification(NotifyType.IPCOMP_SUPPORTED),
            notification(NotifyType.USE_TRANSPORT_MODE),
            notification(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED),
            notification(NotifyType.NON_FIRST_FRAGMENTS_ALSO),
            Slot.one(Ikev2Payloads.SA, "SA"),
            Slot.one(Ikev2Payloads.NONCE, "Ni"),
            Slot.one(Ikev2Payloads.KE, "KEi").optional(),
            Slot.one(Ikev2Payloads.TS_I, "TSi").optional(),
            Slot.one(Ikev2Payloads.TS_R, "TSr").optional());

    private static final MessageRule CREATE_CHILD_RESPONSE = response(
            CREATE_CHILD_SA,
            ENCRYPTED,
            USUAL,
            notification(NotifyType.IPCOMP_SUPPORTED),
            notification(NotifyType.USE_TRANSPORT_MODE),
            notification(NotifyType.ESP_TFC_PADDING_NOT_SUPPORTED),
            notification(NotifyType.NON_FIRST_FRAGMENTS_ALSO),
            Slot.one(Ikev2Payloads.SA, "SA"),
            Slot.one(Ikev2Payloads.NONCE, "Nr"),
            Slot.one(Ikev2Payloads.KE, "KEr").optional(),
            Slot.one(Ikev2Payloads.TS_I, "TSi").optional(),
            Slot.one(Ikev2Payloads.TS_R, "TSr").optional(),
            notification(NotifyType.ADDITIONAL_TS_POSSIBLE));

    private static final MessageRule INFORMATIONAL_REQUEST = request(INFORMATIONAL, ENCRYPTED, informational());

    private static final MessageRule INFORMATIONAL_RESPONSE =
            response(INFORMATIONAL, ENCRYPTED, USUAL, informational());

    private Ikev2Grammar() {}

    /** The usual form of a message; empty for exchanges that have no table here. */
    public static Optional<MessageRule> rule(int exchange, boolean response) {
        return switch (exchange) {
            case IKE_SA_INIT -> Optional.of(response ? SA_INIT_RESPONSE : SA_INIT_REQUEST);
            case IKE_AUTH -> Optional.of(response ? AUTH_RESPONSE : AUTH_REQUEST);
            case CREATE_CHILD_SA -> Optional.of(response ? CREATE_CHILD_RESPONSE : CREATE_CHILD_REQUEST);
            case INFORMATIONAL -> Optional.of(response ? INFORMATIONAL_RESPONSE : INFORMATIONAL_REQUEST);
            default -> Optional.empty();
        };
    }

    /** What is wrong with the composition, in words; empty if nothing is, and for exchanges that have no table here. */
    public static Optional<String> violation(int exchange, boolean response, List<Payload> payloads) {
        if (response && isError(payloads)) {
            return Optional.empty();
        }
        return form(exchange, response, payloads).flatMap(rule -> rule.violation(payloads, Ikev2Grammar::notifyType));
    }

    /** The payloads in the RFC's order; those without a slot go last. */
    public static List<Payload> order(int exchange, boolean response, List<Payload> payloads) {
        return form(exchange, response, payloads)
                .map(rule -> rule.order(payloads, Ikev2Grammar::notifyType))
                .orElse(payloads);
    }

    /** The form of a message that these payloads are meant to have. */
    static Optional<MessageRule> form(int exchange, boolean response, List<Payload> payloads) {
        boolean withoutSa = payloads.stream().noneMatch(SaPayload.class::isInstance);
        if (response && exchange == IKE_SA_INIT && withoutSa && notifies(payloads, NotifyType.COOKIE)) {
            return Optional.of(COOKIE_RESPONSE);
        }
        if (response && exchange == IKE_AUTH && withoutSa && hasError(payloads)) {
            return Optional.of(AUTH_RESPONSE_WITHOUT_CHILD);
        }
        return rule(exchange, response);
    }

    static OptionalInt notifyType(Payload payload) {
        return payload instanceof NotifyPayload that ? OptionalInt.of(that.notifyType()) : OptionalInt.empty();
    }

    /** Every response may be an error instead: notifications and vendor IDs alone, and what nobody here knows; one an error. */
    private static boolean isError(List<Payload> payloads) {
        return hasError(payloads)
                && payloads.stream()
                        .allMatch(payload -> payload instanceof NotifyPayload
                                || payload instanceof VendorIdPayload
                                || payload instanceof Unknown);
    }

    private static boolean hasError(List<Payload> payloads) {
        return payloads.stream().anyMatch(payload -> payload instanceof NotifyPayload that && that.isError());
    }

    private static boolean notifies(List<Payload> payloads, int type) {
        return payloads.stream()
                .anyMatch(payload -> payload instanceof NotifyPayload that && that.notifyType() == type);
    }

    private static MessageRule request(int exchange, MessageRule.Protection protection, Slot... slots) {
        return MessageRule.of(exchange, 1, Role.INITIATOR, protection, USUAL, List.of(slots));
    }

    private static MessageRule response(
            int exchange, MessageRule.Protection protection, String variant, Slot... slots) {
        return MessageRule.of(exchange, 2, Role.RESPONDER, protection, variant, List.of(slots));
    }

    private static Slot notification(int type) {
        return any(Ikev2Payloads.NOTIFY, "N(" + NotifyType.name(type) + ")").notifying(type);
    }

    private static Slot any(PayloadType type, String name) {
        return Slot.one(type, name).optional().upTo(MANY);
    }

    private static Slot[] informational() {
        return new Slot[] {any(Ikev2Payloads.NOTIFY, "N"), any(Ikev2Payloads.DELETE, "D"), any(Ikev2Payloads.CP, "CP")};
    }
}
