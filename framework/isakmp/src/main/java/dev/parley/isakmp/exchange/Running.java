package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * An exchange in progress: what it awaits, its lock step and the timer by which it repeats itself. What is said and what is accepted
 * moves only when a message has been judged to its end, work included, so a refused one leaves no trace.
 *
 * @param <S> the protocol's Security Association
 */
public final class Running<S> {
    private final String timer;
    private final Backoff backoff;
    private final LongSupplier tickets;
    private Optional<Exchange<S, IsakmpMessage>> exchange;
    private Lockstep lockstep = Lockstep.START;
    private Optional<Bytes> considered = Optional.empty();
    private Optional<Working<S, IsakmpMessage>> working = Optional.empty();
    private OptionalLong ticket = OptionalLong.empty();

    /**
     * @param timer its timer's name, its own within the negotiation
     * @param tickets gives a number that the negotiation has not used
     */
    public Running(String timer, Backoff backoff, LongSupplier tickets, Exchange<S, IsakmpMessage> first) {
        this.timer = timer;
        this.backoff = backoff;
        this.tickets = tickets;
        this.exchange = Optional.of(first);
    }

    public String timer() {
        return timer;
    }

    /** What it awaits; empty when it is over. */
    public Optional<Exchange<S, IsakmpMessage>> exchange() {
        return exchange;
    }

    /** Whether it waits for our own side. */
    public boolean works() {
        return working.isPresent();
    }

    public boolean over() {
        return exchange.isEmpty();
    }

    /** Whether the answer under {@code number} is for it. */
    public boolean awaits(long number) {
        return ticket.isPresent() && ticket.getAsLong() == number;
    }

    /** Takes the message that was accepted last once more, or the one that is being judged; whether it is one of these. */
    public boolean repeated(Bytes octets, List<Effect> out) {
        if (considered.filter(octets::equals).isPresent()) {
            return true;
        }
        if (!lockstep.repeats(octets)) {
            return false;
        }
        lockstep.answer().ifPresent(answer -> out.add(new Effect.Send(answer)));
        return true;
    }

    /**
     * Takes a message, unless it waits for our own side.
     *
     * @throws Refusal nothing has changed
     */
    public void receive(S sa, IsakmpMessage message, List<Effect> out) throws Refusal {
        if (works() || over()) {
            return;
        }
        considered = Optional.of(message.wire());
        try {
            apply(exchange.get().receive(sa, message), out);
        } catch (Refusal refused) {
            considered = Optional.empty();
            throw refused;
        }
    }

    /** Goes on where it is. */
    public void apply(Step<S, IsakmpMessage> step, List<Effect> out) {
        out.addAll(step.effects());
        exchange = step.next();
        if (step.next().orElse(null) instanceof Working<S, IsakmpMessage> waits) {
            working = Optional.of(waits);
            ticket = OptionalLong.of(tickets.getAsLong());
            out.add(waits.ask(ticket.getAsLong()));
        } else {
            accept(out);
        }
    }

    /**
     * The answer of our own side.
     *
     * @throws Refusal what stood before stands again, if anything did; else it is over
     */
    public void resume(Outcome outcome, List<Effect> out) throws Refusal {
        Working<S, IsakmpMessage> waited = working.orElseThrow();
        working = Optional.empty();
        ticket = OptionalLong.empty();
        try {
            apply(waited.resume(outcome), out);
        } catch (Refusal refused) {
            exchange = waited.before();
            considered = Optional.empty();
            throw refused;
        }
    }

    /** Says {@code message}, which answers what is being judged. */
    public List<Effect> say(Datagram message, Lockstep.Then then) {
        considered.ifPresent(octets -> lockstep = lockstep.accepted(octets));
        considered = Optional.empty();
        lockstep = lockstep.said(message, then);
        Effect clock = lockstep.awaits()
                ? new Effect.StartTimer(timer, backoff.after(lockstep.tries()))
                : new Effect.StopTimer(timer);
        return List.of(new Effect.Send(message), clock);
    }

    /** Its timer has run out: repeats what awaits an answer, and says whether it did. */
    public boolean again(List<Effect> out) {
        Optional<Lockstep> repeated = lockstep.again(backoff);
        repeated.ifPresent(now -> {
            lockstep = now;
            out.add(new Effect.Send(now.sent().orElseThrow()));
            out.add(new Effect.StartTimer(timer, backoff.after(now.tries())));
        });
        return repeated.isPresent();
    }

    /** Whether what was said last still awaits its answer. */
    public boolean awaitsAnswer() {
        return lockstep.awaits();
    }

    /** Nothing more comes of it; what it has to undo. */
    public List<Effect> abandon(S sa) {
        List<Effect> undone = exchange.map(standing -> standing.abandon(sa)).orElse(List.of());
        exchange = Optional.empty();
        working = Optional.empty();
        ticket = OptionalLong.empty();
        return undone;
    }

    private void accept(List<Effect> out) {
        considered.ifPresent(octets -> {
            lockstep = lockstep.accepted(octets);
            out.add(new Effect.StopTimer(timer));
        });
        considered = Optional.empty();
    }
}
