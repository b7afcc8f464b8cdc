package dev.parley.kink;

import dev.parley.isakmp.conversation.Code;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.kink.exchange.CreateResponder;
import dev.parley.kink.exchange.DeleteResponder;
import dev.parley.kink.exchange.StatusResponder;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Authentic;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The transactions that one peer began with us, and what was answered (RFC 4430 sections 6 and 9). */
final class Answerings {
    private final KinkPeer peer;
    private final Tickets tickets;
    private final Map<Answering.Key, Answering> byKey = new LinkedHashMap<>();

    Answerings(KinkPeer peer, Tickets tickets) {
        this.peer = peer;
        this.tickets = tickets;
    }

    /** Whether all have ended. */
    boolean idle() {
        return byKey.values().stream().allMatch(Answering::isOver);
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    void expire(long now) {
        byKey.values().removeIf(answering -> answering.expired(now));
    }

    /** A command whose authenticator has not been shown before. */
    void command(Authentic command, List<Effect> out) {
        Answering.Key key =
                new Answering.Key(command.epoch(), command.heard().header().xid());
        Optional<Answering> known = Optional.ofNullable(byKey.get(key));
        if (known.isPresent() && known.get().repeatedBy(command)) {
            command.proof().key().close();
            out.addAll(known.get().repeated(command.datagram()));
            return;
        }
        if (known.filter(answering -> !answering.isOver()).isPresent()) {
            declined(command, "xid-in-use", "another command under the XID of a transaction that is not over", out);
            return;
        }
        if (command.heard().header().type() == KinkMessageType.DELETE
                && DeleteResponder.mustWait(peer, command.heard())) {
            declined(command, "too-early", "a DELETE of what is just being installed: it will come again", out);
            return;
        }
        if (byKey.size() >= Defaults.MAX_ANSWERS) {
            declined(command, "too-many", "the peer has begun too many transactions", out);
            return;
        }
        Answering answering = new Answering(peer, command);
        byKey.put(key, answering);
        receive(answering, responder(command.heard().header().type()), command.heard(), out);
        leaveDeleted(out);
    }

    private static void declined(Authentic command, String name, String why, List<Effect> out) {
        command.proof().key().close();
        ignored(name, why, out);
    }

    /** An ACK, which ends the transaction of its XID. */
    void acknowledged(Authentic ack, List<Effect> out) {
        ack.proof().key().close();
        Answering.Key key = new Answering.Key(ack.epoch(), ack.heard().header().xid());
        Optional<Answering> answering =
                Optional.ofNullable(byKey.get(key)).filter(each -> each.exchange() instanceof CreateResponder.AwaitAck);
        if (answering.isPresent()) {
            receive(answering.get(), answering.get().exchange(), ack.heard(), out);
        } else {
            ignored("no-transaction", "an ACK of a transaction that awaits none", out);
        }
    }

    private void receive(Answering answering, Exchange<Answering, Heard> exchange, Heard heard, List<Effect> out) {
        try {
            apply(answering, exchange.receive(answering, heard), out);
        } catch (Refusal refusal) {
            refused(answering, refusal, out);
        }
    }

    private static Exchange<Answering, Heard> responder(int type) {
        return switch (type) {
            case KinkMessageType.CREATE -> new CreateResponder.AwaitCreate();
            case KinkMessageType.DELETE -> new DeleteResponder.AwaitDelete();
            default -> new StatusResponder.AwaitStatus();
        };
    }

    /** The timer of a transaction; whether it is one of ours. */
    boolean expired(String timer, List<Effect> out) {
        Optional<Answering> answering = byKey.values().stream()
                .filter(each -> each.timer().equals(timer))
                .findFirst();
        answering.ifPresent(each -> {
            if (each.exchange() instanceof CreateResponder.AwaitAck await) {
                each.again().ifPresentOrElse(out::addAll, () -> giveUp(each, await, out));
            }
        });
        return answering.isPresent();
    }

    private static void giveUp(Answering answering, CreateResponder.AwaitAck await, List<Effect> out) {
        answering.revoked();
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.REFUSED, "given-up", "no ACK came in " + Defaults.SENDINGS.total() / 1_000 + " s")));
        out.addAll(await.givenUp(answering));
    }

    /** Nobody awaits an ACK for pairs that are gone. */
    void leaveDeleted(List<Effect> out) {
        for (Answering answering : byKey.values()) {
            if (answering.exchange() instanceof CreateResponder.AwaitAck await
                    && await.left(peer).isEmpty()) {
                answering.revoked();
                out.add(new Effect.StopTimer(answering.timer()));
            }
        }
    }

    private void resume(Answering answering, Working<Answering, Heard> working, Outcome outcome, List<Effect> out) {
        try {
            apply(answering, working.resume(outcome), out);
        } catch (Refusal refusal) {
            refused(answering, refusal, out);
        }
    }

    private void apply(Answering answering, Step<Answering, Heard> step, List<Effect> out) {
        out.addAll(step.effects());
        if (step.next().isEmpty()) {
            answering.over();
            return;
        }
        answering.becomes(step.next().get());
        if (step.next().get() instanceof Working<Answering, Heard> working) {
            out.add(working.ask(tickets.issue((outcome, then) -> resume(answering, working, outcome, then))));
        }
    }

    /** What is not about one Quick Mode is a KINK_ERROR beside the AP_REP (sections 4.2.8 and 6.3). */
    private void refused(Answering answering, Refusal refusal, List<Effect> out) {
        int code = refusal.code()
                .filter(each -> each.space().equals(ErrorPayload.SPACE))
                .map(Code::number)
                .orElse(ErrorPayload.INTERR);
        out.add(new Effect.Emit(
                new NegotiationEvent(Kind.REFUSED, "command-refused", refusal.getMessage(), refusal.detail())));
        out.addAll(answering.reply(List.of(new ErrorPayload(code))));
        answering.over();
    }

    private static void ignored(String name, String why, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, name, why)));
    }
}
