package dev.parley.kink.message;

import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a KINK_ISAKMP may hold: Quick Mode's payloads without HASH (RFC 4430 sections 5 and 6.3 to 6.5). */
public final class QuickModeGrammar {
    private static final int MAX_NOTIFICATIONS = 16;

    private static final Slot SA = Slot.one(IsakmpPayloads.SA, "SA");
    private static final Slot KE = Slot.one(IsakmpPayloads.KE, "KE").optional();
    private static final Slot NI = Slot.one(IsakmpPayloads.NONCE, "Ni");
    private static final Slot NR = Slot.one(IsakmpPayloads.NONCE, "Nr").optional();
    private static final Slot IDCI = Slot.one(IsakmpPayloads.ID, "IDci").optional();
    private static final Slot IDCR = Slot.one(IsakmpPayloads.ID, "IDcr").optional();
    private static final Slot N =
            Slot.one(IsakmpPayloads.NOTIFICATION, "N").optional().upTo(MAX_NOTIFICATIONS);
    private static final Slot D =
            Slot.one(IsakmpPayloads.DELETE, "D").optional().upTo(MAX_NOTIFICATIONS);

    /** What opens a Quick Mode. */
    public static final MessageRule CREATE =
            rule(KinkMessageType.CREATE, Role.INITIATOR, "", List.of(SA, NI, KE, IDCI, IDCR, N));

    /** What agrees to it. */
    public static final MessageRule CREATED =
            rule(KinkMessageType.CREATE, Role.RESPONDER, "", List.of(SA, NR, KE, IDCI, IDCR, N));

    /** What a DELETE says and is answered, a STATUS, and any refusal. */
    public static final MessageRule NOTICE = rule(KinkMessageType.DELETE, Role.INITIATOR, "notice", List.of(D, N));

    private QuickModeGrammar() {}

    private static MessageRule rule(int type, Role sender, String variant, List<Slot> slots) {
        int number = sender == Role.INITIATOR ? 1 : 2;
        return MessageRule.of(type, number, sender, MessageRule.Protection.ENCRYPTED, variant, slots);
    }

    /** The first payload that {@code rule} has no place for. */
    public static Optional<Payload> stranger(MessageRule rule, List<Payload> payloads) {
        return payloads.stream()
                .filter(payload ->
                        rule.slots().stream().noneMatch(slot -> slot.type().equals(payload.type())))
                .findFirst();
    }

    /** Too few or too many of a payload, in words; empty if the counts are right. */
    public static Optional<String> violation(MessageRule rule, List<Payload> payloads) {
        return rule.violation(payloads, payload -> OptionalInt.empty());
    }
}
