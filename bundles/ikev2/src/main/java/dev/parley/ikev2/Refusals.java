package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Hints;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.InformationalResponder;
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
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of exchanges, and of their IKE SA, when one side says no or nothing (RFC 7296 section 2.21): the notification that is
 * due, or silence; the end of the exchange, or of the SA.
 */
final class Refusals {
    private final IkeSa sa;
    private final Tasks tasks;
    private final Tickets tickets;
    private Optional<Refusal> hint = Optional.empty();
    private boolean lingers;

    Refusals(IkeSa sa, Tasks tasks, Tickets tickets) {
        this.sa = sa;
        this.tasks = tasks;
        this.tickets = tickets;
    }

    /** Whether an SA that is over still answers retransmissions. */
    boolean lingers() {
        return lingers;
    }

    /** What a peer says that nothing authenticates: believed once it was said often enough (section 2.21.1). */
    boolean hinted() {
        return hint.isPresent();
    }

    /** Takes note of what may be why nobody answers. */
    void hint(Refusal why) {
        why.code().ifPresent(code -> hint = Optional.of(why));
    }

    /** One side says no to an exchange, ours or the peer's. */
    void refused(Task task, Refusal refusal, List<Effect> out) {
        if (task.side() == Task.Side.ANSWERING) {
            refuse(task, refusal, out);
        } else if (!task.asked() && (sa.life() != Life.CONNECTING || closes(task))) {
            unasked(task, refusal, out);
        } else if (task.asked() && sa.window().awaits(task.id()) && sa.keys().isEmpty()) {
            hint(refusal);
            out.add(new Effect.Emit(new NegotiationEvent(
                    Kind.IGNORED, "unauthenticated-answer", refusal.getMessage(), refusal.detail())));
        } else {
            out.add(Hints.refused(refusal));
            fail(task, refusal, out);
        }
    }

    private static boolean closes(Task task) {
        return task.opening().filter(IkeExchange.Opening::closes).isPresent();
    }

    /** Nothing was sent: an established SA is none the worse for it, unless it had to go anyhow. */
    void unasked(Task task, Refusal refusal, List<Effect> out) {
        out.add(Hints.refused(refusal));
        tasks.over(task);
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        if (closes(task)) {
            end(refusal.getMessage() + ", so the peer cannot be told", false, out);
        } else {
            task.opening().ifPresent(opening -> out.addAll(opening.fruitless(sa)));
        }
    }

    /** Section 2.5: a request with an unknown critical payload is rejected whole, a response with one fails the exchange. */
    boolean unsupported(IkeMessage message, Unknown critical, List<Effect> out) {
        Refusal refusal = new Refusal(
                Blame.PEER_MISBEHAVED,
                NotifyType.code(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD),
                "critical payload " + critical.type().number() + " is not supported (RFC 7296 section 2.5)");
        if (message.header().has(IkeFlags.RESPONSE)) {
            tasks.heard();
            tasks.asking(message.header().messageId()).ifPresent(task -> refused(task, refusal, out));
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
            tasks.heard();
            tasks.asking(message.header().messageId()).ifPresent(task -> fail(task, refusal, out));
        } else {
            answer(message, NotifyPayload.of(NotifyType.INVALID_SYNTAX), out);
            end(refusal.getMessage(), true, out);
        }
    }

    /** A responder whose first message was no good has nothing to live for. */
    void abandonUnproven(String why, List<Effect> out) {
        if (tasks.asking().isEmpty() && sa.keys().isEmpty()) {
            end(why, false, out);
        }
    }

    /** Section 2.21.3: a peer that calls an authenticated message of ours malformed has deleted the IKE SA by that. */
    void forgotten(Task task, List<Effect> out) {
        Refusal refusal = new Refusal(
                Blame.NO_AGREEMENT,
                NotifyType.code(NotifyType.INVALID_SYNTAX),
                "the peer calls our request malformed and has closed the IKE SA (RFC 7296 section 2.21.3)");
        out.add(Hints.refused(refusal));
        tasks.over(task);
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        end(refusal.getMessage(), false, out);
    }

    /** Our exchange has failed for good. */
    private void fail(Task task, Refusal refusal, List<Effect> out) {
        out.addAll(task.exchange().abandon(sa));
        tasks.over(task);
        if (sa.life() == Life.CONNECTING) {
            tasks.fails(refusal);
            return;
        }
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
        if (sa.life() == Life.ESTABLISHED) {
            bereave(refusal.getMessage(), out);
            tasks.open(new InformationalInitiator.DeleteIke(refusal.getMessage(), Optional.empty()), out);
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
        tasks.over(task);
        if (connecting || notifyType == NotifyType.INVALID_SYNTAX) {
            end(refusal.getMessage(), true, out);
        }
    }

    /** The peer does not answer, or only with what nothing authenticates (sections 2.4 and 2.21.1). */
    void giveUp(ExchangeWindow.Outstanding waiting, List<Effect> out) {
        if (sa.ended().isPresent()) {
            return;
        }
        Refusal refusal = hint.orElseGet(() -> new Refusal(
                        Blame.NO_AGREEMENT,
                        "the peer at " + sa.path().remote() + " did not answer request " + waiting.id() + " in "
                                + waiting.sent() + " sendings")
                .with(List.of("is it running, is UDP to " + sa.path().remote()
                        + " open both ways, and does it have a connection for "
                        + sa.path().local() + "?")));
        out.add(Hints.refused(refusal));
        Optional<Task> unanswered = tasks.asking(waiting.id());
        sa.window().settled(waiting.id());
        if (sa.life() == Life.CONNECTING) {
            unanswered.ifPresent(task -> out.addAll(task.exchange().abandon(sa)));
            unanswered.ifPresent(tasks::over);
            tasks.fails(refusal);
        } else {
            unanswered.flatMap(Task::wish).ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.of(refusal))));
            unanswered.ifPresent(tasks::over);
            end("the peer is silent", false, out);
        }
    }

    /** It is over; {@code lingers} says whether the peer's retransmissions are still answered. */
    void end(String why, boolean lingers, List<Effect> out) {
        bereave(why, out);
        sa.closing(why);
        ended(lingers, out);
    }

    /** Removes the children: an SA that is over protects nothing any more, whether or not the peer knows. */
    private void bereave(String why, List<Effect> out) {
        List<ChildSa> children = sa.children().all();
        if (!children.isEmpty()) {
            out.add(new Effect.Change(
                    tickets.unclaimed(),
                    List.of(),
                    List.of(),
                    children.stream().flatMap(child -> child.both().stream()).toList()));
            for (ChildSa child : children) {
                sa.children().removed(child);
                out.addAll(InformationalResponder.removed(child, why));
            }
        }
    }

    /** Stops what an SA that is over had running. */
    void ended(boolean lingers, List<Effect> out) {
        if (this.lingers) {
            return;
        }
        Refusal gone = new Refusal(
                Blame.NO_AGREEMENT, "the IKE SA ended: " + sa.ended().orElse(""));
        for (Task task : tasks.asking()) {
            ended(task, gone, out);
        }
        sa.agenda().timers().forEach(timer -> out.add(new Effect.StopTimer(sa.timer(timer))));
        for (IkeExchange.Opening opening : sa.agenda().take(each -> true)) {
            boolean moot = opening.removes() || sa.succession().replaced() && !opening.inherited();
            opening.wish()
                    .ifPresent(wish -> out.add(new Effect.Settled(wish, moot ? Optional.empty() : Optional.of(gone))));
        }
        for (String timer : Timers.OF_AN_IKE_SA) {
            out.add(new Effect.StopTimer(sa.timer(timer)));
        }
        this.lingers = lingers;
        if (lingers) {
            out.add(new Effect.StartTimer(sa.timer(Timers.LINGER), Defaults.LINGER_MILLIS));
        }
    }

    /** An exchange of ours under an SA that is over: one whose answer the peer may have given already is still asked for. */
    private void ended(Task task, Refusal gone, List<Effect> out) {
        boolean goesOn = task.opening().filter(opening -> opening.outlives(sa)).isPresent();
        boolean well =
                goesOn || task.opening().filter(IkeExchange.Opening::removes).isPresent();
        task.wish().ifPresent(wish -> out.add(new Effect.Settled(wish, well ? Optional.empty() : Optional.of(gone))));
        if (!goesOn) {
            out.addAll(task.exchange().abandon(sa));
            out.add(new Effect.StopTimer(sa.timer(Timers.RETRANSMIT + task.id())));
            sa.window().settled(task.id());
            tickets.forget(task);
            tasks.over(task);
        }
    }

    private void answer(IkeMessage request, Payload notification, List<Effect> out) {
        try {
            out.addAll(
                    sa.keys().isPresent()
                            ? sa.answer(request, List.of(notification))
                            : sa.speech().answerClear(request, List.of(notification)));
        } catch (Refusal departed) {
            sa.window().released(request.header().messageId());
            out.add(Hints.refused(departed));
        }
    }
}
