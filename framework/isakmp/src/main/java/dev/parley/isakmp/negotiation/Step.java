package dev.parley.isakmp.negotiation;

import java.util.List;
import java.util.Optional;

/** What an exchange does next, and the effects of getting there. */
public final class Step<S, M> {
    private final Optional<Exchange<S, M>> next;
    private final List<Effect> effects;

    private Step(Optional<Exchange<S, M>> next, List<Effect> effects) {
        this.next = next;
        this.effects = List.copyOf(effects);
    }

    /** Goes on with {@code next}. */
    public static <S, M> Step<S, M> to(Exchange<S, M> next, List<Effect> effects) {
        return new Step<>(Optional.of(next), effects);
    }

    public static <S, M> Step<S, M> to(Exchange<S, M> next) {
        return to(next, List.of());
    }

    /** The exchange is over. */
    public static <S, M> Step<S, M> done(List<Effect> effects) {
        return new Step<>(Optional.empty(), effects);
    }

    /** Empty when the exchange is over. */
    public Optional<Exchange<S, M>> next() {
        return next;
    }

    public List<Effect> effects() {
        return effects;
    }
}
