package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.IvChain;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.Informational;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Protected Informational exchanges: one message, under a message ID and an IV of its own (RFC 2409 section 5.7). */
public final class Informing {
    private Informing() {}

    /** A message that says {@code payloads}; sent again octet for octet it is the same one. */
    public static Datagram message(Ikev1Sa sa, List<Payload> payloads) throws Refusal {
        long messageId = sa.freshMessageId();
        IvChain chain = sa.chain(messageId);
        Bytes octets = Protected.seal(
                sa, chain, IsakmpExchanges.INFORMATIONAL.number(), messageId, payloads, Protected.first(sa, messageId));
        return sa.path().carry(octets);
    }

    /** Says {@code payloads} once. */
    public static List<Effect> say(Ikev1Sa sa, List<Payload> payloads) {
        List<Effect> effects = new ArrayList<>();
        try {
            Datagram message = message(sa, payloads);
            effects.add(Notes.message(Kind.SENT, "sent", "Informational", "HDR*, HASH", payloads, sa.registry()));
            effects.add(new Effect.Send(message));
        } catch (Refusal unable) {
            effects.add(Notes.refused("not-said", unable));
        }
        return effects;
    }

    /** A notification about the ISAKMP SA. */
    public static NotificationPayload notification(Ikev1Sa sa, int notifyType, Bytes data) {
        return Informational.notification(
                sa.initiatorCookie(), sa.responderCookie(), IpsecDoi.NUMBER, notifyType, data);
    }

    /** What a refusal tells the peer. */
    static int notifyType(Refusal refusal) {
        return refusal.code()
                .filter(code -> code.space().equals(NotifyType.SPACE))
                .map(code -> code.number())
                .orElse(NotifyType.NO_PROPOSAL_CHOSEN);
    }

    /** @throws GeneralSecurityException it proves nothing */
    static IsakmpMessage open(Ikev1Sa sa, IsakmpHeader header, Datagram datagram, Moment when)
            throws GeneralSecurityException, WireException, Refusal {
        long messageId = header.messageId();
        Bytes iv = sa.chain(messageId).next();
        return Protected.open(sa, iv, header, datagram, when, Protected.first(sa, messageId));
    }
}
