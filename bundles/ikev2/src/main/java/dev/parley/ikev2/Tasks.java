package dev.parley.ikev2;

import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.Responders;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.Few;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Rekeying;
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
import java.util.function.Predicate;

/**
 * The exchanges of one IKE SA in progress: when each goes on, and what becomes of it when one side says no (RFC 7296 section 2.21).
 * As many of ours and of the peer's at a time as the window holds; the others of ours wait on the agenda.
 */
final class Tasks {
    private final IkeSa sa;
    private final Tickets tickets;
    private final Refusals refusals;
    private final Patience patience;
    private List<Task> asking = List.of();
    private List<Task> answering = List.of();
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

    /** Our exchanges in progress, the oldest first. */
    List<Task> asking() {
        return asking;
    }

    /** Our exchange that a response under {@code id} is for. */
    Optional<Task> asking(long id) {
        return asking.stream().filter(task -> task.id() == id).findFirst();
    }

    /** The task has ended, one way or the other. */
    void over(Task task) {
        if (asking.contains(task)) {
            asking = Few.minus(asking, task);
            task.opening().flatMap(IkeExchange.Opening::doing).ifPresent(this::ended);
        }
        if (answering.contains(task)) {
            answering = Few.minus(answering, task);
            task.request()
                    .ifPresent(
                            request -> sa.rekeying().answered(request.header().messageId()));
        }
    }

    /** What the peer has made of the same, and nothing of ours has come of, has won (section 2.8). */
    private void ended(Rekeying.Doing doing) {
        if (doing instanceof Rekeying.Doing.Ike) {
            sa.succession().yields();
        } else if (doing instanceof Rekeying.Doing.Child child) {
            sa.rekeying()
                    .takeCrossing(child.inboundSpi())
                    .flatMap(theirs -> sa.children().from(child.inboundSpi()))
                    .ifPresent(sa.children()::superseded);
        }
        sa.rekeying().ends(doing);
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
        for (Task task : asking) {
            if (task.exchange() instanceof IkeExchange exchange) {
                task.becomes(exchange.alone());
            }
        }
        sa.window()
                .outstanding()
                .forEach(waiting -> out.add(new Effect.StartTimer(
                        sa.timer(Timers.RETRANSMIT + waiting.id()), sa.backoff().after(waiting.sent()))));
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
        asking.forEach(task -> out.addAll(task.exchange().abandon(sa)));
        stopRetransmitting(out);
    }

    /** Whatever is in flight is not sent again. */
    void stopRetransmitting(List<Effect> out) {
        sa.window()
                .outstanding()
                .forEach(waiting -> out.add(new Effect.StopTimer(sa.timer(Timers.RETRANSMIT + waiting.id()))));
    }

    /** Whether nothing is running: a peer that has not shown who it is may be let down, but not while SAs are being installed for it. */
    boolean idle() {
        boolean working = answering.stream().anyMatch(task -> task.exchange() instanceof Working<?, ?>);
        return asking.isEmpty() && (answering.isEmpty() || sa.life() == Life.CONNECTING && !working);
    }

    /** Begins as a responder: the first request is on its way. */
    void expect(Exchange<IkeSa, IkeMessage> first) {
        answering = Few.with(answering, Task.answering(first));
    }

    /** Goes on with an exchange that began on another SA of this negotiation. */
    void branch(Exchange<IkeSa, IkeMessage> first, Optional<Wish> wish, List<Effect> out) {
        Task task = Task.asking(wish, first);
        asking = Few.with(asking, task);
        apply(task, Step.to(first), out);
    }

    /** Whether a child of this name is being made, or is about to be. */
    boolean makes(String child) {
        Predicate<IkeExchange.Opening> making =
                opening -> opening.makes().filter(child::equals).isPresent();
        return openings().stream().anyMatch(making) || sa.agenda().holds(making);
    }

    /** Puts an exchange of ours in the queue, and begins it if the window has room. */
    void open(IkeExchange.Opening opening, List<Effect> out) {
        sa.agenda().add(opening);
        pump(out);
    }

    private List<IkeExchange.Opening> openings() {
        return asking.isEmpty()
                ? List.of()
                : asking.stream().flatMap(task -> task.opening().stream()).toList();
    }

    /** Those of our exchanges that await no response: one that is prepared may need the next Message ID. */
    private int preparing() {
        int preparing = 0;
        for (Task task : asking) {
            preparing += sa.window().awaits(task.id()) ? 0 : 1;
        }
        return preparing;
    }

    /** Begins what waits. */
    void pump(List<Effect> out) {
        while (sa.ended().isEmpty() && failure.isEmpty() && sa.window().hasRoom(preparing())) {
            Optional<IkeExchange.Opening> next = sa.agenda().next(openings());
            if (next.isEmpty()) {
                return;
            }
            Task task = Task.opening(next.get());
            asking = Few.with(asking, task);
            next.get().doing().ifPresent(sa.rekeying()::begins);
            try {
                apply(task, next.get().open(sa), out);
            } catch (Refusal refusal) {
                refusals.refused(task, refusal, out);
            }
        }
    }

    /** A response to a request of ours. @return whether it was accepted */
    boolean response(IkeMessage response, List<Effect> out) {
        Optional<Task> asked = asking(response.header().messageId());
        if (asked.isEmpty()) {
            return false;
        }
        Task task = asked.get();
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

    /** A request that is due. */
    boolean request(IkeMessage request, List<Effect> out) {
        Task task;
        if (sa.life() == Life.CONNECTING) {
            task = answering.get(0);
        } else {
            task = Task.answering(Responders.of(request.header().exchangeType()));
            answering = Few.with(answering, task);
        }
        task.requested(request);
        adopted(request);
        sa.window().answering(request.header().messageId());
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
            sa.succession().predecessor().ifPresent(old -> old.succession().yields());
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
        if (task.side() == Task.Side.ASKING) {
            sa.window().claim().ifPresent(task::asks);
        }
        if (step.next().isPresent()) {
            task.becomes(step.next().get());
            if (step.next().get() instanceof Working<IkeSa, IkeMessage> working) {
                out.add(working.ask(tickets.issue(this, task, working)));
            } else {
                task.answered();
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
}
