package dev.parley.isakmp.exchange;

import static dev.parley.isakmp.conversation.Role.INITIATOR;
import static dev.parley.isakmp.conversation.Role.RESPONDER;
import static dev.parley.isakmp.message.MessageRule.Protection.CLEAR;
import static dev.parley.isakmp.message.MessageRule.Protection.EITHER;
import static dev.parley.isakmp.message.MessageRule.Protection.ENCRYPTED;

import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;

/**
 * The five exchanges of RFC 2408 sections 4.4 to 4.8, as its drawings have them. AUTH is whatever proves who speaks, a hash or a
 * signature (section 4.1.1); a DOI says which, and what else its messages hold.
 */
public final class IsakmpExchanges implements ExchangeRules {
    /** Of the header (section 3.1). */
    public static final int MAJOR_VERSION = 1;

    /** The slot's name in all tables. */
    public static final String AUTH = "AUTH";

    /** Notifications and deletions in one Informational exchange; nobody has more to say at once. */
    private static final int MAX_INFORMATION = 16;

    private static final Slot SA = Slot.one(IsakmpPayloads.SA, "SA");
    private static final Slot KE = Slot.one(IsakmpPayloads.KE, "KE");
    private static final Slot NONCE = Slot.one(IsakmpPayloads.NONCE, "NONCE");
    private static final Slot ID_II = Slot.one(IsakmpPayloads.ID, "IDii");
    private static final Slot ID_IR = Slot.one(IsakmpPayloads.ID, "IDir");
    private static final Slot PROOF = Slot.either(IsakmpPayloads.HASH, IsakmpPayloads.SIGNATURE, AUTH);
    private static final Slot INFORMATION = Slot.either(IsakmpPayloads.NOTIFICATION, IsakmpPayloads.DELETE, "N/D")
            .upTo(MAX_INFORMATION);

    /** Section 4.4. */
    public static final ExchangeDefinition BASE = define(
            1,
            "Base",
            rule(1, 1, INITIATOR, CLEAR, SA, NONCE),
            rule(1, 2, RESPONDER, CLEAR, SA, NONCE),
            rule(1, 3, INITIATOR, CLEAR, KE, ID_II, PROOF),
            rule(1, 4, RESPONDER, CLEAR, KE, ID_IR, PROOF));

    /** Section 4.5. */
    public static final ExchangeDefinition IDENTITY_PROTECTION = define(
            2,
            "Identity Protection",
            rule(2, 1, INITIATOR, CLEAR, SA),
            rule(2, 2, RESPONDER, CLEAR, SA),
            rule(2, 3, INITIATOR, CLEAR, KE, NONCE),
            rule(2, 4, RESPONDER, CLEAR, KE, NONCE),
            rule(2, 5, INITIATOR, ENCRYPTED, ID_II, PROOF),
            rule(2, 6, RESPONDER, ENCRYPTED, ID_IR, PROOF));

    /** Section 4.6. */
    public static final ExchangeDefinition AUTHENTICATION_ONLY = define(
            3,
            "Authentication Only",
            rule(3, 1, INITIATOR, CLEAR, SA, NONCE),
            rule(3, 2, RESPONDER, CLEAR, SA, NONCE, ID_IR, PROOF),
            rule(3, 3, INITIATOR, CLEAR, ID_II, PROOF));

    /** Section 4.7. */
    public static final ExchangeDefinition AGGRESSIVE = define(
            4,
            "Aggressive",
            rule(4, 1, INITIATOR, CLEAR, SA, KE, NONCE, ID_II),
            rule(4, 2, RESPONDER, CLEAR, SA, KE, NONCE, ID_IR, PROOF),
            rule(4, 3, INITIATOR, ENCRYPTED, PROOF));

    /** Section 4.8; without keys there is no protection yet. */
    public static final ExchangeDefinition INFORMATIONAL =
            define(5, "Informational", rule(5, 1, INITIATOR, EITHER, INFORMATION));

    private static final List<ExchangeDefinition> ALL =
            List.of(BASE, IDENTITY_PROTECTION, AUTHENTICATION_ONLY, AGGRESSIVE, INFORMATIONAL);

    @Override
    public String key() {
        return "isakmp";
    }

    @Override
    public List<ExchangeDefinition> exchanges() {
        return ALL;
    }

    private static ExchangeDefinition define(int number, String name, MessageRule... messages) {
        return ExchangeDefinition.of(MAJOR_VERSION, number, name, messages);
    }

    private static MessageRule rule(
            int exchange, int number, Role sender, MessageRule.Protection protection, Slot... slots) {
        return MessageRule.of(exchange, number, sender, protection, "", List.of(slots));
    }
}
