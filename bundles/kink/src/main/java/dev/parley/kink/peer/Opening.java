package dev.parley.kink.peer;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that we mean to ask of the peer; it may be begun several times. */
public interface Opening {
    /** The command's message type. */
    int type();

    /** Whose endpoints and settings it uses. */
    Policy policy();

    /** Who asked for it. */
    List<IpsecWish> wishes();

    /** Begins, with a ticket at hand. */
    Step<Asking, Heard> open(Asking asking) throws Refusal;

    /** What follows if it comes to nothing before it was begun: no ticket, no path, no proposal. */
    default List<Effect> unopened(KinkPeer peer, Refusal why) {
        return settled(Optional.of(why));
    }

    /** Tells who asked how it ended. */
    default List<Effect> settled(Optional<Refusal> failure) {
        List<Effect> effects = new ArrayList<>();
        wishes().forEach(wish -> effects.add(new Effect.Settled(wish, failure)));
        return effects;
    }
}
