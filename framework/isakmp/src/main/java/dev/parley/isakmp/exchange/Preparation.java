package dev.parley.isakmp.exchange;

import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.List;
import java.util.Optional;

/**
 * What our own side has to do before a walk goes on: work, or a change of SAs.
 *
 * @param <P> the party that comes of it
 */
public final class Preparation<P> {
    private interface Question<P> {
        <S> Working<S, IsakmpMessage> ask(
                Optional<Exchange<S, IsakmpMessage>> before, Working.Continuation<S, IsakmpMessage, P> then);
    }

    private final Question<P> question;

    private Preparation(Question<P> question) {
        this.question = question;
    }

    /** Runs {@code work}; if it is refused what stood before stands again. */
    public static <P> Preparation<P> work(Work<P> work) {
        return new Preparation<>(new Question<>() {
            @Override
            public <S> Working<S, IsakmpMessage> ask(
                    Optional<Exchange<S, IsakmpMessage>> before, Working.Continuation<S, IsakmpMessage, P> then) {
                return before.map(state -> Working.on(state, work, then)).orElseGet(() -> Working.start(work, then));
            }
        });
    }

    /** Asks the sinks; if they refuse the exchange is over. */
    public static <P> Preparation<P> change(List<Effect.Placed> install, List<SecurityAssociation> remove, P changed) {
        return new Preparation<>(new Question<>() {
            @Override
            public <S> Working<S, IsakmpMessage> ask(
                    Optional<Exchange<S, IsakmpMessage>> before, Working.Continuation<S, IsakmpMessage, P> then) {
                return Working.change(install, remove, done -> then.with(changed));
            }
        });
    }

    <S> Working<S, IsakmpMessage> working(
            Optional<Exchange<S, IsakmpMessage>> before, Working.Continuation<S, IsakmpMessage, P> then) {
        return question.ask(before, then);
    }
}
