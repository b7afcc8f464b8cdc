package dev.parley.kink.peer;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import java.util.List;

/** A command of ours that awaits its answer, and knows what to do without one. */
public interface Awaiting extends Exchange<Asking, Heard> {
    /** Nobody answered in all its sendings, or it is not wanted any more: the peer may or may not have done it. */
    List<Effect> givenUp(Asking asking, Refusal why);

    /** The peer refused it as a whole, authenticated: it has not done it. */
    List<Effect> refused(Asking asking, Refusal why);
}
