package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * An exchange that waits for our own side: for work, or for a change of SAs. The pipeline offers each message to it as to any
 * other, and it takes none; when the answer comes it continues, and on a refusal the state before it stands again.
 */
public final class Working<S, M> implements Exchange<S, M> {
    /** Continues with what the work gave. */
    @FunctionalInterface
    public interface Continuation<S, M, T> {
        Step<S, M> with(T result) throws Refusal;
    }

    private final Optional<Exchange<S, M>> before;
    private final LongFunction<Effect> question;
    private final Continuation<S, M, Object> continuation;
    private final Continuation<S, M, Refusal> otherwise;

    private Working(
            Optional<Exchange<S, M>> before,
            LongFunction<Effect> question,
            Continuation<S, M, Object> continuation,
            Continuation<S, M, Refusal> otherwise) {
        this.before = before;
        this.question = question;
        this.continuation = continuation;
        this.otherwise = otherwise;
    }

    /** The same, where a refusal is handled by the exchange itself. */
    public Working<S, M> orElse(Continuation<S, M, Refusal> handled) {
        return new Working<>(before, question, continuation, handled);
    }

    /** Runs {@code work}; {@code before} stands again if it is refused. */
    public static <S, M, T> Working<S, M> on(Exchange<S, M> before, Work<T> work, Continuation<S, M, T> then) {
        return working(Optional.of(before), work, then);
    }

    /** Runs {@code work} with no state to go back to: a refusal ends the exchange. */
    public static <S, M, T> Working<S, M> start(Work<T> work, Continuation<S, M, T> then) {
        return working(Optional.empty(), work, then);
    }

    /** Asks the sinks to install and remove; there is no way back, a refusal ends the exchange. */
    public static <S, M> Working<S, M> change(
            List<Effect.Placed> install, List<SecurityAssociation> remove, Continuation<S, M, Object> then) {
        return change(List.of(), install, remove, then);
    }

    /** The same, where SAs that are installed also become others under their names. */
    public static <S, M> Working<S, M> change(
            List<SecurityAssociation> update,
            List<Effect.Placed> install,
            List<SecurityAssociation> remove,
            Continuation<S, M, Object> then) {
        return new Working<>(
                Optional.empty(), ticket -> new Effect.Change(ticket, install, update, remove), then, Working::refuse);
    }

    /** What to ask, under a ticket that the pipeline chose. */
    public Effect ask(long ticket) {
        return question.apply(ticket);
    }

    /** What stands if the answer is a refusal. */
    public Optional<Exchange<S, M>> before() {
        return before;
    }

    /** Goes on with the answer. */
    public Step<S, M> resume(Outcome outcome) throws Refusal {
        if (outcome instanceof Outcome.Done done) {
            return continuation.with(done.value());
        }
        return otherwise.with(refusal(((Outcome.Failed) outcome).why()));
    }

    @Override
    public Step<S, M> receive(S sa, M message) {
        return Step.to(this);
    }

    @Override
    public List<Effect> abandon(S sa) {
        return before.map(exchange -> exchange.abandon(sa)).orElse(List.of());
    }

    private static <S, M, T> Working<S, M> working(
            Optional<Exchange<S, M>> before, Work<T> work, Continuation<S, M, T> then) {
        @SuppressWarnings("unchecked") // the host answers an Offload with what its work returned
        Continuation<S, M, Object> typed = result -> then.with((T) result);
        return new Working<>(before, ticket -> new Effect.Offload(ticket, work), typed, Working::refuse);
    }

    private static <S, M> Step<S, M> refuse(Refusal refusal) throws Refusal {
        throw refusal;
    }

    private static Refusal refusal(Throwable why) {
        if (why instanceof Refusal refusal) {
            return refusal;
        }
        if (why instanceof GeneralSecurityException) {
            return new Refusal(Blame.PEER_MISBEHAVED, inWords(why));
        }
        if (why instanceof Unavailable || why instanceof Departed) {
            return new Refusal(Blame.LOCAL_FAILURE, inWords(why));
        }
        return new Refusal(Blame.LOCAL_FAILURE, "a plug-in failed with " + why);
    }

    private static String inWords(Throwable why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }
}
