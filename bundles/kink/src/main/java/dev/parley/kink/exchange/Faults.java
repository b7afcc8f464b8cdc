package dev.parley.kink.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.MalformedIsakmp;
import dev.parley.kink.message.QuickModeGrammar;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be wrong with a KINK_ISAKMP whatever it is for (RFC 4430 sections 4, 4.2.6 and 5.5). */
final class Faults {
    private Faults() {}

    /**
     * Why a KINK_ISAKMP cannot be acted upon.
     *
     * @param answer in its place
     */
    record Fault(IsakmpPayload answer, String why) {}

    /** @throws Refusal KINK_BADQMVERS, which is about the whole message: versions do not mix (sections 4.2.6 and 12) */
    static Optional<Fault> of(KinkHeader header, MessageRule rule, Payload isakmp) throws Refusal {
        if (isakmp instanceof MalformedIsakmp malformed) {
            return Optional.of(new Fault(Notices.isakmp(malformed.notifyType(), malformed.data()), malformed.why()));
        }
        IsakmpPayload legible = (IsakmpPayload) isakmp;
        if (legible.version() != IsakmpPayload.VERSION) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    ErrorPayload.code(ErrorPayload.BADQMVERS),
                    "Quick Mode of version " + (legible.version() >>> 4) + "." + (legible.version() & 0xf)
                            + " is not known (RFC 4430 section 12)");
        }
        Optional<Payload> stranger = QuickModeGrammar.stranger(rule, legible.payloads());
        if (stranger.isPresent()) {
            int type = stranger.get().type().number();
            return Optional.of(new Fault(
                    Notices.isakmp(NotifyType.INVALID_PAYLOAD_TYPE, Bytes.of(type)),
                    IsakmpPayloads.name(type) + " has no place in this KINK_ISAKMP (RFC 4430 section 6)"));
        }
        return otherDoi(header, legible.payloads())
                .map(why -> new Fault(Notices.isakmp(NotifyType.PAYLOAD_MALFORMED, Bytes.EMPTY), why));
    }

    /** The DOI of a payload within must be that of the message (section 4); what is wrong, if it is another. */
    static Optional<String> otherDoi(KinkHeader header, List<Payload> payloads) {
        for (Payload payload : payloads) {
            OptionalLong doi = doi(payload);
            if (doi.isPresent() && doi.getAsLong() != header.doi()) {
                return Optional.of("a payload within KINK_ISAKMP is of DOI " + doi.getAsLong() + ", the message of "
                        + header.doi() + " (RFC 4430 section 4)");
            }
        }
        return Optional.empty();
    }

    private static OptionalLong doi(Payload payload) {
        if (payload instanceof SaPayload sa) {
            return OptionalLong.of(sa.doi());
        }
        if (payload instanceof NotificationPayload notification) {
            return OptionalLong.of(notification.doi());
        }
        return payload instanceof DeletePayload delete ? OptionalLong.of(delete.doi()) : OptionalLong.empty();
    }
}
