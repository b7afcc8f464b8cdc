package dev.parley.ikev2.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/** Tells who asked for an exchange, if anybody did, how it ended. */
final class Settlement {
    private Settlement() {}

    static List<Effect> good(Optional<Wish> wish) {
        return wish.<List<Effect>>map(each -> List.of(new Effect.Settled(each, Optional.empty())))
                .orElse(List.of());
    }

    static List<Effect> bad(Optional<Wish> wish, Refusal refusal) {
        return wish.<List<Effect>>map(each -> List.of(new Effect.Settled(each, Optional.of(refusal))))
                .orElse(List.of());
    }
}
