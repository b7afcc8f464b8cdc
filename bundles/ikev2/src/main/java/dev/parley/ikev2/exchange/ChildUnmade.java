package dev.parley.ikev2.exchange;

import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A child that the peer has and we do not (RFC 7296 sections 1.3.1 and 1.4.1): the peer is told to forget it, and the IKE SA stands.
 * Its keys are used for nothing.
 */
final class ChildUnmade {
    private ChildUnmade() {}

    /** The peer's answer cannot be used: the peer has a child by it, which sends to {@code ourSpi}. */
    static List<Effect> unusable(IkeSa sa, Bytes ourSpi, IkeExchange.Opening asked, Refusal refusal) {
        sa.agenda().add(new InformationalInitiator.DeleteUnmade(ourSpi));
        return refused(sa, asked, refusal);
    }

    /** Our own sinks refuse it, or the policy does. */
    static List<Effect> uninstalled(IkeSa sa, ChildSa made, IkeExchange.Opening asked, Refusal refusal) {
        made.wipe();
        CreateChildInitiator.delete(sa, made, refusal.getMessage());
        return refused(sa, asked, refusal);
    }

    /** The peer has deleted it again before we had it. */
    static Step<IkeSa, IkeMessage> forgone(IkeSa sa, ChildSa made, CreateChildInitiator.CreateChild asked) {
        made.wipe();
        asked.replaces().ifPresent(old -> CreateChildInitiator.delete(sa, old, "its replacement is gone"));
        return IkeExchange.done(Settlement.good(asked.wish()));
    }

    private static List<Effect> refused(IkeSa sa, IkeExchange.Opening asked, Refusal refusal) {
        List<Effect> effects = new ArrayList<>(List.of(Hints.refused(refusal)));
        effects.addAll(Settlement.bad(asked.wish(), refusal));
        effects.addAll(asked.fruitless(sa));
        return effects;
    }
}
