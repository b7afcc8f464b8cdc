package dev.parley.ikev1.exchange;

import static dev.parley.isakmp.conversation.Role.INITIATOR;
import static dev.parley.isakmp.conversation.Role.RESPONDER;
import static dev.parley.isakmp.message.MessageRule.Protection.ENCRYPTED;

import dev.parley.ikev1.message.Ikev1Payloads;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.exchange.ExchangeDefinition;
import dev.parley.isakmp.exchange.ExchangeRules;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;

/**
 * IKE's exchanges (RFC 2409 section 5): main and aggressive mode are RFC 2408's Identity Protection and Aggressive exchanges under
 * the IPsec DOI, with what IKE puts into them; the others are IKE's own. What proves a peer is left open, as {@code AUTH}, until a
 * method is agreed on.
 */
public final class Ikev1Exchanges implements ExchangeRules {
    /** Places of the tables. */
    public static final String SA = "SA";

    public static final String KE = "KE";
    public static final String NONCE = "NONCE";
    public static final String ID_II = "IDii";
    public static final String ID_IR = "IDir";
    public static final String HASH = "HASH";
    public static final String ID_CI = "IDci";
    public static final String ID_CR = "IDcr";
    public static final String VENDOR = "VID";
    public static final String NAT_D = "NAT-D";
    public static final String NAT_OA = "NAT-OA";
    public static final String NOTIFICATION = "N";
    public static final String INFORMATION = "N/D";

    /** Draft versions of one extension have an ID each; no peer says more. */
    private static final int MAX_VENDOR_IDS = 32;

    /** One of the sender, and one for each of the receiver's addresses that it may mean. */
    private static final int MAX_NAT_DISCOVERIES = 16;

    private static final int MAX_NOTIFICATIONS = 16;
    private static final int MAX_CERTIFICATES = 16;

    /** Section 5: certificates, requests for them and vendor IDs may come in any message. */
    private static final Slot[] ANYWHERE = {
        any(IsakmpPayloads.CERTIFICATE, "CERT", MAX_CERTIFICATES),
        any(IsakmpPayloads.CERTIFICATE_REQUEST, "CR", MAX_CERTIFICATES),
        any(IsakmpPayloads.VENDOR_ID, VENDOR, MAX_VENDOR_IDS),
        any(Ikev1Payloads.NAT_D, NAT_D, MAX_NAT_DISCOVERIES),
        any(IsakmpPayloads.NOTIFICATION, NOTIFICATION, MAX_NOTIFICATIONS)
    };

    public static final ExchangeDefinition MAIN = IsakmpExchanges.IDENTITY_PROTECTION
            .completed(IpsecDoi.NUMBER, (number, rule) -> rule.append(ANYWHERE))
            .named("Main Mode");

    public static final ExchangeDefinition AGGRESSIVE = IsakmpExchanges.AGGRESSIVE
            .completed(IpsecDoi.NUMBER, (number, rule) -> rule.append(ANYWHERE))
            .named("Aggressive Mode");

    /** Section 5.7: what is protected has a HASH in front. */
    public static final ExchangeDefinition INFORMATIONAL = IsakmpExchanges.INFORMATIONAL.completed(
            IpsecDoi.NUMBER,
            (number, rule) -> rule.replace(
                    INFORMATION,
                    List.of(
                            Slot.one(IsakmpPayloads.HASH, HASH).optional(),
                            Slot.either(IsakmpPayloads.NOTIFICATION, IsakmpPayloads.DELETE, INFORMATION)
                                    .upTo(MAX_NOTIFICATIONS))));

    /** Section 5.5. */
    public static final ExchangeDefinition QUICK = own(
            32,
            "Quick Mode",
            quick(1, INITIATOR),
            quick(2, RESPONDER),
            MessageRule.of(32, 3, INITIATOR, ENCRYPTED, "", List.of(Slot.one(IsakmpPayloads.HASH, HASH))));

    /** draft-dukes-ike-mode-cfg-02 section 3.3; either side begins one. */
    public static final ExchangeDefinition TRANSACTION =
            own(6, "Transaction", transaction(1, INITIATOR), transaction(2, RESPONDER));

    private static final List<ExchangeDefinition> ALL = List.of(MAIN, AGGRESSIVE, INFORMATIONAL, TRANSACTION, QUICK);

    @Override
    public String key() {
        return "ikev1";
    }

    @Override
    public List<ExchangeDefinition> exchanges() {
        return ALL;
    }

    private static ExchangeDefinition own(int number, String name, MessageRule... messages) {
        return ExchangeDefinition.of(IsakmpExchanges.MAJOR_VERSION, number, name, messages)
                .completed(IpsecDoi.NUMBER, (place, rule) -> rule);
    }

    private static MessageRule quick(int number, Role sender) {
        return MessageRule.of(
                32,
                number,
                sender,
                ENCRYPTED,
                "",
                List.of(
                        Slot.one(IsakmpPayloads.HASH, HASH),
                        Slot.one(IsakmpPayloads.SA, SA),
                        Slot.one(IsakmpPayloads.NONCE, NONCE),
                        Slot.one(IsakmpPayloads.KE, KE).optional(),
                        Slot.one(IsakmpPayloads.ID, ID_CI).optional(),
                        Slot.one(IsakmpPayloads.ID, ID_CR).optional(),
                        Slot.one(Ikev1Payloads.NAT_OA, NAT_OA).optional().upTo(2),
                        any(IsakmpPayloads.NOTIFICATION, NOTIFICATION, MAX_NOTIFICATIONS)));
    }

    private static MessageRule transaction(int number, Role sender) {
        return MessageRule.of(
                6,
                number,
                sender,
                ENCRYPTED,
                "",
                List.of(Slot.one(IsakmpPayloads.HASH, HASH), Slot.one(Ikev1Payloads.ATTRIBUTES, "ATTR")));
    }

    private static Slot any(dev.parley.isakmp.message.PayloadType type, String name, int most) {
        return Slot.one(type, name).optional().upTo(most);
    }
}
