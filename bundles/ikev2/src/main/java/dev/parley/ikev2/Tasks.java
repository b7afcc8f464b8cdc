package dev.parley.ikev2;

import dev.parley.ikev2.exchange.CreateChildResponder;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.InformationalResponder;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Task;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import java.util.List;
import java.util.Optional;

/**
 * The exchanges of one IKE SA in progress: when each goes on, and what becomes of it when one side says no (RFC 7296 section 2.21).
 * One of ours and one of the peer's at a time; the others of ours wait in the window's queue.
 */
final class Tasks {
    private final IkeSa sa;
    private final Tickets tickets;
    private final Refusals refusals;
    private final Patience patience;
    private Optional<Task> asking = Optional.empty();
    private Optional<Task> answering = Optional.empty();
    private Optional<Refusal> failure = Optional.empty();
    private boolean answered;

    Tasks(IkeSa sa, Tickets tickets) {
        this.sa = sa;
        this.tickets = tickets;
        this.refusals = new Refusals(sa, this, tickets);
        this.patience = new Patience(sa, this, refusals);
    }

    /** What becomes of it when one side says no. */
    Refusals refusals() {
        return refusals;
    }

    /** How long we wait. */
    Patience patience() {
        return patience;
    }

    /** Our exchange in progress. */
    Optional<Task> asking() {
        return asking;
    }

    /** The task has ended, one way or the other. */
    void over(Task task) {
        if (asking.filter(each -> each == task).isPresent()) {
            asking = Optional.empty();
            sa.rekeying().ends();
            sa.yields();
        }
        answering = answering.filter(each -> each != task);
    }

    /** The handshake has failed. */
    void fails(Refusal why) {
        failure = Optional.of(why);
    }

    /** The peer has answered under our keys, if there are any. */
    void heard() {
        answered = sa.keys().isPresent();
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

    /** Nobody answered after all, perhaps because of {@code why}: IKE_SA_INIT is sent again when its time comes. */
    void resumeWaiting(Refusal why, List<Effect> out) {
        refusals.hint(why);
        asking.filter(task -> task.exchange() instanceof IkeExchange)
                .ifPresent(task -> task.becomes(((IkeExchange) task.exchange()).alone()));
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

    /** Whether a child of this name is being made, or is about to be. */
    boolean makes(String child) {
        return asking.flatMap(Task::makes).filter(child::equals).isPresent()
                || sa.waits(each -> each.makes().filter(child::equals).isPresent());
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
                refusals.refused(task, refusal, out);
            }
        }
    }

    /** A response to our outstanding request. @return whether it was accepted */
    boolean response(IkeMessage response, List<Effect> out) {
        if (asking.isEmpty()) {
            return false;
        }
        Task task = asking.get();
        heard();
        if (sa.life() != Life.CONNECTING
                && response.notification(NotifyType.INVALID_SYNTAX).isPresent()) {
            refusals.forgotten(task, out);
            return true;
        }
        try {
            apply(task, task.exchange().receive(sa, response), out);
        } catch (Refusal refusal) {
            refusals.refused(task, refusal, out);
        }
        return failure.isEmpty();
    }

    /** The request that is due. */
    boolean request(IkeMessage request, List<Effect> out) {
        Task task = sa.life() == Life.CONNECTING
                ? answering.orElseThrow()
                : Task.answering(responder(request.header().exchangeType()));
        answering = Optional.of(task);
        task.requested(request);
        adopted(request);
        sa.window().answering(request.wire());
        try {
            apply(task, task.exchange().receive(sa, request), out);
        } catch (Refusal refusal) {
            refusals.refused(task, refusal, out);
        }
        return true;
    }

    /**
     * A peer that uses its new IKE SA for children has judged already that it stays, and so it does, even if we await the answer that
     * lets us judge (section 2.8.2).
     */
    private void adopted(IkeMessage request) {
        boolean forChildren = request.header().exchangeType() == ExchangeType.CREATE_CHILD_SA
                || request.message().all(DeletePayload.class).anyMatch(each -> each.protocol() == ProtocolId.ESP);
        if (forChildren) {
            sa.predecessor().ifPresent(IkeSa::yields);
        }
    }

    /** The answer of our own side to what a task asked. */
    void resume(Tickets.Due due, Outcome outcome, List<Effect> out) {
        try {
            apply(due.task(), due.working().resume(outcome), out);
        } catch (Refusal refusal) {
            due.working().before().ifPresent(due.task()::becomes);
            refusals.refused(due.task(), refusal, out);
        }
    }

    private void apply(Task task, Step<IkeSa, IkeMessage> step, List<Effect> out) {
        out.addAll(step.effects());
        if (task.side() == Task.Side.ASKING && sa.window().outstanding().isPresent()) {
            task.isAsked();
        }
        if (step.next().isPresent()) {
            task.becomes(step.next().get());
            if (step.next().get() instanceof Working<IkeSa, IkeMessage> working) {
                out.add(working.ask(tickets.issue(this, task, working)));
            }
            return;
        }
        over(task);
        if (sa.ended().isPresent()) {
            refusals.ended(task.side() == Task.Side.ANSWERING && sa.keys().isPresent(), out);
        } else {
            pump(out);
        }
    }

    /** Which exchange answers a request on an established SA. */
    private static IkeExchange responder(int exchangeType) {
        return switch (exchangeType) {
            case ExchangeType.INFORMATIONAL -> new InformationalResponder.AwaitInformationalRequest();
            case ExchangeType.CREATE_CHILD_SA -> new CreateChildResponder.AwaitCreateChildRequest();
            default -> new Unanswerable();
        };
    }

    /** An exchange that RFC 7296 does not have. */
    private record Unanswerable() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    NotifyType.code(NotifyType.INVALID_SYNTAX),
                    ExchangeType.name(request.header().exchangeType()) + " is not supported");
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
