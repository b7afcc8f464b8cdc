package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.exchange.Hints;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.InformationalResponder;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Task;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import java.util.Optional;

/**
 * The exchanges of one IKE SA in progress: when each goes on, and what becomes of it when one side says no (RFC 7296 section 2.21).
 * One of ours and one of the peer's at a time; the others of ours wait in the window's queue.
 */
final class Tasks {
    private final IkeSa sa;
    private final Tickets tickets;
    private Optional<Task> asking = Optional.empty();
    private Optional<Task> answering = Optional.empty();
    private Optional<Refusal> hint = Optional.empty();
    private Optional<Refusal> failure = Optional.empty();
    private boolean answered;
    private boolean lingers;
    private long lastHint = Long.MIN_VALUE / 2;

    Tasks(IkeSa sa, Tickets tickets) {
        this.sa = sa;
        this.tickets = tickets;
    }

    /** Why the handshake failed, once it has. */
    Optional<Refusal> failure() {
        return failure;
    }

    /** Whether the peer has shown the keys and not refused: it has an IKE SA, and must be told that we do not (section 2.21.2). */
    boolean peerBelieves() {
        boolean refusedByPeer = failure.filter(why -> why.blame() == Blame.AUTHENTICATION_FAILED)
                .flatMap(Refusal::code)
                .isPresent();
        return answered && !refusedByPeer;
    }

    /** Whether an SA that is over still answers retransmissions. */
    boolean lingers() {
        return lingers;
    }

    /** Nobody answered after all, perhaps because of {@code why}: IKE_SA_INIT is sent again when its time comes. */
    void resumeWaiting(Refusal why, List<Effect> out) {
        hint = why.code().isPresent() ? Optional.of(why) : hint;
        sa.window()
                .outstanding()
                .ifPresent(waiting -> out.add(new Effect.StartTimer(
                        sa.timer(Timers.RETRANSMIT), sa.backoff().after(waiting.sent()))));
    }

    /** Tells a peer that believes to be authenticated that it is not. */
    void reject(String why, List<Effect> out) {
        failure = Optional.empty();
        answered = false;
        open(new InformationalInitiator.RejectPeer(why, Optional.empty()), out);
        if (sa.life() == Life.CONNECTING) {
            sa.closing(why);
        }
    }

    /** Another SA of this negotiation has won, or all is over. */
    void drop(List<Effect> out) {
        asking.ifPresent(task -> out.addAll(task.exchange().abandon(sa)));
        out.add(new Effect.StopTimer(sa.timer(Timers.RETRANSMIT)));
    }

    boolean idle() {
        return asking.isEmpty() && (answering.isEmpty() || sa.life() == Life.CONNECTING);
    }

    /** Begins as a responder: the first request is on its way. */
    void expect(Exchange<IkeSa, IkeMessage> first) {
        answering = Optional.of(Task.answering(first));
    }

    /** Goes on with an exchange that began on another SA of this negotiation. */
    void branch(Exchange<IkeSa, IkeMessage> first, Optional<Wish> wish, List<Effect> out) {
        Task task = Task.asking(wish, first);
        asking = Optional.of(task);
        apply(task, Step.to(first), out);
    }

    /** Puts an exchange of ours in the queue, and begins it if the window has room. */
    void open(IkeExchange.Opening opening, List<Effect> out) {
        sa.window().enqueue(opening);
        pump(out);
    }

    /** Begins what waits. */
    void pump(List<Effect> out) {
        while (asking.isEmpty() && sa.ended().isEmpty() && failure.isEmpty()) {
            Optional<IkeExchange.Opening> next = sa.window().next();
            if (next.isEmpty()) {
                return;
            }
            Task task = Task.opening(next.get(), new Unopened());
            asking = Optional.of(task);
            try {
                apply(task, next.get().open(sa), out);
            } catch (Refusal refusal) {
                unopened(task, next.get(), refusal, out);
            }
        }
    }

    /** Nothing was sent: an established SA is none the worse for it, unless it had to go anyhow. */
    private void unopened(Task task, IkeExchange.Opening opening, Refusal refusal, List<Effect> out) {
        if (sa.life() == Life.CONNECTING && !opening.closes()) {
            refused(task, refusal, out);
            return;
        }
        out.add(Hints.refused(refusal));
        asking = asking.filter(each -> each != task);
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        if (opening.closes()) {
            end(refusal.getMessage() + ", so the peer cannot be told", false, out);
        }
    }

    /** A response to our outstanding request. @return whether it was accepted */
    boolean response(IkeMessage response, List<Effect> out) {
        if (asking.isEmpty()) {
            return false;
        }
        Task task = asking.get();
        answered = sa.keys().isPresent();
        if (sa.life() != Life.CONNECTING
                && response.notification(NotifyType.INVALID_SYNTAX).isPresent()) {
            forgotten(task, out);
            return true;
        }
        try {
            apply(task, task.exchange().receive(sa, response), out);
        } catch (Refusal refusal) {
            refused(task, refusal, out);
        }
        return failure.isEmpty();
    }

    /** Section 2.21.3: a peer that calls an authenticated message of ours malformed has deleted the IKE SA by that. */
    private void forgotten(Task task, List<Effect> out) {
        Refusal refusal = new Refusal(
                Blame.NO_AGREEMENT,
                NotifyType.code(NotifyType.INVALID_SYNTAX),
                "the peer calls our request malformed and has closed the IKE SA (RFC 7296 section 2.21.3)");
        out.add(Hints.refused(refusal));
        asking = asking.filter(each -> each != task);
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        end(refusal.getMessage(), false, out);
    }

    /** The request that is due. */
    boolean request(IkeMessage request, List<Effect> out) {
        Task task = sa.life() == Life.CONNECTING
                ? answering.orElseThrow()
                : Task.answering(responder(request.header().exchangeType()));
        answering = Optional.of(task);
        task.requested(request);
        sa.window().answering(request.wire());
        try {
            apply(task, task.exchange().receive(sa, request), out);
        } catch (Refusal refusal) {
            refused(task, refusal, out);
        }
        return true;
    }

    /** The answer of our own side to what a task asked. */
    void resume(Tickets.Due due, Outcome outcome, List<Effect> out) {
        try {
            apply(due.task(), due.working().resume(outcome), out);
        } catch (Refusal refusal) {
            due.working().before().ifPresent(due.task()::becomes);
            refused(due.task(), refusal, out);
        }
    }

    /** Section 2.5: a request with an unknown critical payload is rejected whole, a response with one fails the exchange. */
    boolean unsupported(IkeMessage message, Unknown critical, List<Effect> out) {
        Refusal refusal = new Refusal(
                Blame.PEER_MISBEHAVED,
                NotifyType.code(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD),
                "critical payload " + critical.type().number() + " is not supported (RFC 7296 section 2.5)");
        if (message.header().has(IkeFlags.RESPONSE)) {
            answered = sa.keys().isPresent();
            asking.ifPresent(task -> refused(task, refusal, out));
            return false;
        }
        out.add(Hints.refused(refusal));
        boolean established = sa.life() != Life.CONNECTING;
        answer(
                message,
                NotifyPayload.of(
                        NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
                        Bytes.of(critical.type().number())),
                out);
        if (!established) {
            end(refusal.getMessage(), sa.keys().isPresent(), out);
        }
        return true;
    }

    /** Section 2.21.3: a malformed request of an authenticated peer ends the SA with INVALID_SYNTAX, a malformed response without. */
    void malformed(IkeMessage message, WireException why, List<Effect> out) {
        Refusal refusal = new Refusal(
                Blame.PEER_MISBEHAVED,
                NotifyType.code(NotifyType.INVALID_SYNTAX),
                "the peer's message is malformed: " + why.getMessage());
        if (sa.keys().isEmpty()) {
            out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, "malformed", why.getMessage())));
            abandonUnproven("malformed", out);
            return;
        }
        out.add(Hints.refused(refusal));
        if (message.header().has(IkeFlags.RESPONSE)) {
            answered = true;
            asking.ifPresent(task -> fail(task, refusal, out));
        } else {
            answer(message, NotifyPayload.of(NotifyType.INVALID_SYNTAX), out);
            end(refusal.getMessage(), true, out);
        }
    }

    /** A responder whose first message was no good has nothing to live for. */
    void abandonUnproven(String why, List<Effect> out) {
        if (asking.isEmpty() && sa.keys().isEmpty()) {
            end(why, false, out);
        }
    }

    /** Section 2.21.4: an unprotected message that mentions us may mean that the peer has forgotten us; it proves nothing. */
    void hinted(Moment when, List<Effect> out) {
        if (sa.life() == Life.ESTABLISHED
                && asking.isEmpty()
                && when.monotonic() - lastHint > Defaults.HINT_GAP_MILLIS) {
            lastHint = when.monotonic();
            open(new InformationalInitiator.Liveness(Optional.empty()), out);
        }
    }

    /** The outstanding request has waited long enough: again, or no more (sections 2.1 and 2.4). */
    void retransmit(List<Effect> out) {
        Optional<ExchangeWindow.Outstanding> waiting = sa.window().outstanding();
        if (waiting.isEmpty()) {
            return;
        }
        int sent = waiting.get().sent();
        boolean believed = hint.isPresent() && sent >= Defaults.PATIENT_SENDINGS;
        if (sent >= sa.backoff().tries() || believed) {
            giveUp(waiting.get(), out);
            return;
        }
        sa.window().repeated();
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.RETRANSMITTED,
                "request-repeated",
                "request " + waiting.get().id() + " again, " + (sent + 1) + ". time")));
        out.add(new Effect.Send(sa.path().carry(waiting.get().datagram().octets())));
        out.add(new Effect.StartTimer(sa.timer(Timers.RETRANSMIT), sa.backoff().after(sent + 1)));
    }

    /** The peer has been quiet, or so it seemed when the timer was set. */
    void liveness(Moment when, List<Effect> out) {
        long quiet = when.monotonic() - sa.lastHeard();
        long allowed = 1000 * Established.livenessSeconds(sa);
        if (quiet < allowed) {
            out.add(new Effect.StartTimer(sa.timer(Timers.LIVENESS), allowed - quiet));
            return;
        }
        if (asking.isEmpty()) {
            open(new InformationalInitiator.Liveness(Optional.empty()), out);
        }
        out.addAll(Established.liveness(sa));
    }

    /** It is over; {@code lingers} says whether the peer's retransmissions are still answered. */
    void end(String why, boolean lingers, List<Effect> out) {
        List<ChildSa> children = sa.children();
        if (!children.isEmpty()) {
            out.add(new Effect.Change(
                    tickets.unclaimed(),
                    List.of(),
                    List.of(),
                    children.stream().flatMap(child -> child.both().stream()).toList()));
            children.forEach(sa::childRemoved);
            out.add(new Effect.Emit(
                    new NegotiationEvent(Kind.REMOVED, "child-sa", children.size() + " child SA pairs: " + why)));
        }
        sa.closing(why);
        ended(lingers, out);
    }

    /** Stops what an SA that is over had running. */
    private void ended(boolean lingers, List<Effect> out) {
        Refusal gone = new Refusal(
                Blame.NO_AGREEMENT, "the IKE SA ended: " + sa.ended().orElse(""));
        asking.ifPresent(task -> task.wish()
                .ifPresent(wish ->
                        out.add(new Effect.Settled(wish, task.removes() ? Optional.empty() : Optional.of(gone)))));
        asking.ifPresent(task -> out.addAll(task.exchange().abandon(sa)));
        asking = Optional.empty();
        sa.window().settled();
        sa.window()
                .drain()
                .forEach(opening -> opening.wish()
                        .ifPresent(wish -> out.add(
                                new Effect.Settled(wish, opening.removes() ? Optional.empty() : Optional.of(gone)))));
        for (String timer : List.of(Timers.RETRANSMIT, Timers.LIVENESS, Timers.KEEPALIVE, Timers.LIFETIME)) {
            out.add(new Effect.StopTimer(sa.timer(timer)));
        }
        sa.policy().ifPresent(policy -> out.add(new Effect.Forget(Established.connection(policy.name()))));
        this.lingers = lingers;
        if (lingers) {
            out.add(new Effect.StartTimer(sa.timer(Timers.LINGER), Defaults.LINGER_MILLIS));
        }
    }

    private void apply(Task task, Step<IkeSa, IkeMessage> step, List<Effect> out) {
        out.addAll(step.effects());
        if (step.next().isPresent()) {
            task.becomes(step.next().get());
            if (step.next().get() instanceof Working<IkeSa, IkeMessage> working) {
                out.add(working.ask(tickets.issue(this, task, working)));
            }
            return;
        }
        if (task.side() == Task.Side.ASKING) {
            asking = asking.filter(each -> each != task);
        } else {
            answering = answering.filter(each -> each != task);
        }
        if (sa.ended().isPresent()) {
            ended(task.side() == Task.Side.ANSWERING && sa.keys().isPresent(), out);
        } else {
            pump(out);
        }
    }

    private void refused(Task task, Refusal refusal, List<Effect> out) {
        if (task.side() == Task.Side.ANSWERING) {
            refuse(task, refusal, out);
        } else if (sa.window().outstanding().isPresent() && sa.keys().isEmpty()) {
            hint = refusal.code().isPresent() ? Optional.of(refusal) : hint;
            out.add(new Effect.Emit(new NegotiationEvent(
                    Kind.IGNORED, "unauthenticated-answer", refusal.getMessage(), refusal.detail())));
        } else {
            out.add(Hints.refused(refusal));
            fail(task, refusal, out);
        }
    }

    /** Our exchange has failed for good. */
    private void fail(Task task, Refusal refusal, List<Effect> out) {
        asking = asking.filter(each -> each != task);
        if (sa.life() == Life.CONNECTING) {
            failure = Optional.of(refusal);
            return;
        }
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        if (sa.life() == Life.ESTABLISHED) {
            open(new InformationalInitiator.DeleteIke(refusal.getMessage(), Optional.empty()), out);
        } else {
            end(refusal.getMessage(), false, out);
        }
    }

    /** The peer's exchange is refused: with a notification as section 2.21 says, or in silence. */
    private void refuse(Task task, Refusal refusal, List<Effect> out) {
        out.add(Hints.refused(refusal));
        IkeMessage request = task.request().orElseThrow();
        boolean connecting = sa.life() == Life.CONNECTING;
        if (sa.keys().isEmpty()) {
            refusal.code().ifPresent(code -> answer(request, NotifyPayload.of(code.number()), out));
            end(refusal.getMessage(), false, out);
            return;
        }
        int usual = switch (refusal.blame()) {
            case PEER_MISBEHAVED -> NotifyType.INVALID_SYNTAX;
            case LOCAL_FAILURE -> connecting ? NotifyType.AUTHENTICATION_FAILED : NotifyType.TEMPORARY_FAILURE;
            case AUTHENTICATION_FAILED -> NotifyType.AUTHENTICATION_FAILED;
            case NO_AGREEMENT -> NotifyType.NO_PROPOSAL_CHOSEN;
        };
        int notifyType = refusal.code().map(code -> code.number()).orElse(usual);
        answer(request, NotifyPayload.of(notifyType), out);
        answering = answering.filter(each -> each != task);
        if (connecting || notifyType == NotifyType.INVALID_SYNTAX) {
            end(refusal.getMessage(), true, out);
        }
    }

    private void giveUp(ExchangeWindow.Outstanding waiting, List<Effect> out) {
        Refusal refusal = hint.orElseGet(() -> new Refusal(
                        Blame.NO_AGREEMENT,
                        "the peer at " + sa.path().remote() + " did not answer request " + waiting.id() + " in "
                                + waiting.sent() + " sendings")
                .with(List.of("is it running, is UDP to " + sa.path().remote()
                        + " open both ways, and does it have a connection for "
                        + sa.path().local() + "?")));
        sa.window().settled();
        out.add(Hints.refused(refusal));
        if (sa.life() == Life.CONNECTING) {
            asking.ifPresent(task -> out.addAll(task.exchange().abandon(sa)));
            asking = Optional.empty();
            failure = Optional.of(refusal);
        } else {
            asking.flatMap(Task::wish).ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
            asking = Optional.empty();
            end("the peer is silent", false, out);
        }
    }

    private void answer(IkeMessage request, Payload notification, List<Effect> out) {
        try {
            out.addAll(
                    sa.keys().isPresent()
                            ? sa.answer(request, List.of(notification))
                            : sa.answerClear(request, List.of(notification)));
        } catch (Refusal departed) {
            sa.window().released();
            out.add(Hints.refused(departed));
            sa.window().released();
        }
    }

    /** Which exchange answers a request on an established SA. */
    private static IkeExchange responder(int exchangeType) {
        return exchangeType == ExchangeType.INFORMATIONAL
                ? new InformationalResponder.AwaitInformationalRequest()
                : new Unanswerable();
    }

    /** Section 4: who makes no more SAs says NO_ADDITIONAL_SAS to CREATE_CHILD_SA. */
    private record Unanswerable() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            int notifyType = request.header().exchangeType() == ExchangeType.CREATE_CHILD_SA
                    ? NotifyType.NO_ADDITIONAL_SAS
                    : NotifyType.INVALID_SYNTAX;
            throw new Refusal(
                    Blame.NO_AGREEMENT,
                    NotifyType.code(notifyType),
                    ExchangeType.name(request.header().exchangeType()) + " is not supported (RFC 7296 section 4)");
        }
    }

    /** An exchange that is about to be opened. */
    private record Unopened() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage message) {
            return IkeExchange.to(this, List.of());
        }
    }
}
