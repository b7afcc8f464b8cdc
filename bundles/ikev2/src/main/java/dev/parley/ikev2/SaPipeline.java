package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Grammar;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.Notation;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ikev2.sa.WindowSize;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * A datagram's way into one IKE SA: window, protection, registry, grammar, exchange. Nothing moves before the integrity of a
 * message is proven; what is wrong before that is counted and forgotten (RFC 7296 section 2.21).
 */
final class SaPipeline {
    private final IkeSa sa;
    private final Tasks tasks;

    SaPipeline(IkeSa sa, Tasks tasks) {
        this.sa = sa;
        this.tasks = tasks;
    }

    /**
     * Takes a datagram whose SPIs are this SA's.
     *
     * @return whether it was proven to be for this SA, so that no candidate beside it need look at it
     */
    boolean receive(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        if (header.has(IkeFlags.INITIATOR) == (sa.role() == Role.INITIATOR)) {
            return ignored(out, "reflected", "a message with our own role's flag: a reflection");
        }
        boolean first = header.exchangeType() == ExchangeType.IKE_SA_INIT;
        if (first && header.has(IkeFlags.RESPONSE) != (sa.role() == Role.INITIATOR)) {
            return ignored(out, "misdirected", "IKE_SA_INIT is asked by who initiates and answered by who responds");
        }
        if (header.has(IkeFlags.RESPONSE)) {
            Optional<ExchangeWindow.Outstanding> asked = sa.window().outstanding(header.messageId());
            if (asked.isEmpty()) {
                if (header.nextPayload() == Ikev2Payloads.NOTIFY.number()) {
                    tasks.patience().hinted(when, out);
                }
                return ignored(out, "unexpected-response", "no request " + header.messageId() + " awaits a response");
            }
            if (asked.get().exchange() != header.exchangeType()) {
                return ignored(
                        out,
                        "exchange-type",
                        ExchangeType.name(header.exchangeType()) + " in answer to "
                                + ExchangeType.name(asked.get().exchange()));
            }
        } else if (!due(header, datagram, when, out)) {
            return false;
        }
        return first ? clear(header, datagram, when, out) : protectedMessage(header, datagram, when, out);
    }

    /** Sections 2.1 to 2.3: a request again is answered from the cache, anything else outside the window is dropped. */
    private boolean due(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        long id = header.messageId();
        switch (sa.window().judge(id, datagram.octets())) {
            case DUE:
                return sa.ended().isEmpty() || ignored(out, "closed", "request " + id + " to an IKE SA that is closed");
            case REPEATED:
                repeat(id, sa.window().replay(id, datagram, when.monotonic()), out);
                return false;
            case BUSY:
                return ignored(out, "busy", "request " + id + " is being answered");
            default:
                return ignored(out, "message-id", "request " + id + " is not due (RFC 7296 section 2.3)");
        }
    }

    private static void repeat(long id, List<Datagram> reply, List<Effect> out) {
        if (!reply.isEmpty()) {
            out.add(new Effect.Emit(new NegotiationEvent(
                    Kind.RETRANSMITTED, "reply-repeated", "request " + id + " came again: the same answer again")));
            reply.forEach(datagram -> out.add(new Effect.Send(datagram)));
        }
    }

    private boolean clear(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        if (sa.keys().isPresent()) {
            return ignored(out, "unprotected", "an IKE_SA_INIT message in the middle of an IKE SA");
        }
        try {
            WireReader in = new WireReader(datagram.octets().from(IsakmpHeader.OCTETS));
            PayloadRegistry registry = sa.registry();
            List<Payload> payloads = registry.decode(new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()), in)
                    .payloads();
            in.end("message");
            IkeMessage message = new IkeMessage(new Message<>(header, payloads, datagram.octets()), datagram, when);
            out.add(received(message, false));
            dispatch(message, out);
        } catch (WireException malformed) {
            ignored(out, "malformed", malformed.getMessage());
            tasks.refusals().abandonUnproven("malformed", out);
        }
        return false;
    }

    private boolean protectedMessage(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        boolean request = !header.has(IkeFlags.RESPONSE);
        if (sa.keys().isEmpty()) {
            return ignored(out, "no-keys", ExchangeType.name(header.exchangeType()) + " before IKE_SA_INIT");
        }
        if (request && sa.life() == Life.CONNECTING && sa.role() == Role.INITIATOR) {
            return ignored(out, "too-early", "a request of a peer that is not authenticated yet");
        }
        SkProtection.Opened opened;
        try {
            opened = new SkProtection(
                            sa.suite().orElseThrow().resolve(sa.environment().catalog()),
                            sa.keys().get())
                    .open(header, datagram.octets(), sa.registry(), sa.role().other());
        } catch (WireException malformed) {
            tasks.patience().hinted(when, out);
            return ignored(out, "unprotected", malformed.getMessage());
        } catch (GeneralSecurityException forged) {
            return ignored(out, "integrity-failed", "message " + header.messageId() + ": " + forged.getMessage());
        } catch (Refusal departed) {
            return ignored(out, "algorithm-absent", departed.getMessage());
        }
        authenticated(header, datagram, when, out);
        try {
            IkeMessage message = new IkeMessage(
                    new Message<>(header, opened.payloads(sa.registry()), datagram.octets()), datagram, when);
            out.add(received(message, true));
            return dispatch(message, out);
        } catch (WireException malformed) {
            tasks.refusals()
                    .malformed(
                            new IkeMessage(new Message<>(header, List.of(), datagram.octets()), datagram, when),
                            malformed,
                            out);
            return true;
        }
    }

    /** What only a message with proven integrity may change: the window, the path (section 2.23), the time we heard of the peer. */
    private void authenticated(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        sa.heard(when.monotonic());
        boolean request = !header.has(IkeFlags.RESPONSE);
        if (!request) {
            sa.window().settled(header.messageId());
            out.add(new Effect.StopTimer(sa.timer(Timers.RETRANSMIT + header.messageId())));
        }
        IkePath path = sa.path();
        boolean floats = request && sa.life() == Life.CONNECTING || path.peerIsBehindNat() && !path.weAreBehindNat();
        if (floats && !(path.remote().equals(datagram.remote()) && path.local().equals(datagram.local()))) {
            sa.moved(path.through(datagram.local(), datagram.remote()));
            out.addAll(Established.moved(sa, path));
        }
    }

    /** @return whether the message was accepted, so that no other candidate need try it */
    private boolean dispatch(IkeMessage message, List<Effect> out) {
        boolean request = !message.header().has(IkeFlags.RESPONSE);
        Optional<Unknown> critical = message.first(Unknown.class, Unknown::critical);
        if (critical.isPresent()) {
            return tasks.refusals().unsupported(message, critical.get(), out);
        }
        Optional<String> violation =
                Ikev2Grammar.violation(message.header().exchangeType(), !request, message.payloads());
        if (violation.isPresent()) {
            tasks.refusals()
                    .malformed(message, new WireException("message", IsakmpHeader.OCTETS, violation.get()), out);
            return true;
        }
        if (sa.keys().isPresent()) {
            WindowSize.heard(message, sa.window());
        }
        return request ? tasks.request(message, out) : tasks.response(message, out);
    }

    private Effect received(IkeMessage message, boolean encrypted) {
        PayloadRegistry registry = sa.registry();
        return new Effect.Emit(new NegotiationEvent(
                Kind.RECEIVED,
                "received",
                Text.later(() -> Notation.of(message.header(), message.payloads(), encrypted, registry))));
    }

    private static boolean ignored(List<Effect> out, String name, String why) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, name, why)));
        return false;
    }
}
