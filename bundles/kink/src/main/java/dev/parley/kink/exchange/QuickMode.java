package dev.parley.kink.exchange;

import dev.parley.ipsec.TrafficSelector;
import dev.parley.ipsec.doi.Identification;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.QuickModeGrammar;
import java.util.List;
import java.util.Optional;

/**
 * One Quick Mode of a CREATE or of its REPLY, sorted and checked by itself (RFC 4430 sections 5 and 6.3, RFC 2409 section 5.5).
 *
 * @param clients whose traffic is meant; empty for that of the two ends themselves
 */
record QuickMode(List<Proposal> proposals, Optional<Bytes> nonce, Optional<KePayload> ke, Optional<Clients> clients) {
    private static final int LEAST_NONCE_OCTETS = 8;
    private static final int MOST_NONCE_OCTETS = 256;

    /** IDci and IDcr. */
    record Clients(TrafficSelector initiator, TrafficSelector responder) {
        List<Payload> payloads() throws Refusal {
            return List.of(Identification.of(initiator), Identification.of(responder));
        }
    }

    /**
     * Reads what opens a Quick Mode ({@link QuickModeGrammar#CREATE}) or agrees to it ({@link QuickModeGrammar#CREATED}).
     *
     * @throws Refusal with the notify of section 5.5
     */
    static QuickMode read(MessageRule rule, KinkHeader header, List<Payload> payloads) throws Refusal {
        Optional<Payload> stranger = QuickModeGrammar.stranger(rule, payloads);
        if (stranger.isPresent()) {
            throw malformed(IsakmpPayloads.name(stranger.get().type().number()) + " has no place in a KINK_ISAKMP");
        }
        Optional<String> violation = QuickModeGrammar.violation(rule, payloads);
        if (violation.isPresent()) {
            throw malformed(violation.get());
        }
        SaPayload sa = all(payloads, SaPayload.class).get(0);
        if (payloads.get(0) != sa) {
            throw malformed("the SA payload does not come first (RFC 2409 section 5.5)");
        }
        Optional<String> otherDoi = Faults.otherDoi(header, payloads);
        if (otherDoi.isPresent()) {
            throw malformed(otherDoi.get());
        }
        sa.demandUnderstood();
        return new QuickMode(
                sa.proposals(),
                nonce(payloads),
                all(payloads, KePayload.class).stream().findFirst(),
                clients(all(payloads, IdPayload.class)));
    }

    /** The error that a REPLY has in the place of a Quick Mode, if it has one (section 5.5). */
    static Optional<NotificationPayload> error(List<Payload> payloads) {
        return all(payloads, NotificationPayload.class).stream()
                .filter(notification -> NotifyType.isError(notification.notifyType()))
                .findFirst();
    }

    private static Optional<Bytes> nonce(List<Payload> payloads) throws Refusal {
        Optional<Bytes> nonce =
                all(payloads, NoncePayload.class).stream().findFirst().map(NoncePayload::data);
        if (nonce.filter(octets -> octets.length() < LEAST_NONCE_OCTETS || octets.length() > MOST_NONCE_OCTETS)
                .isPresent()) {
            throw malformed("the nonce has " + nonce.get().length() + " octets, not " + LEAST_NONCE_OCTETS + " to "
                    + MOST_NONCE_OCTETS + " (RFC 2409 section 5)");
        }
        return nonce;
    }

    private static Optional<Clients> clients(List<IdPayload> ids) throws Refusal {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        if (ids.size() != 2) {
            throw malformed("IDci comes without IDcr");
        }
        return Optional.of(new Clients(Identification.selector(ids.get(0)), Identification.selector(ids.get(1))));
    }

    private static <P extends Payload> List<P> all(List<Payload> payloads, Class<P> kind) {
        return payloads.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Refusal malformed(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.PAYLOAD_MALFORMED), why);
    }
}
