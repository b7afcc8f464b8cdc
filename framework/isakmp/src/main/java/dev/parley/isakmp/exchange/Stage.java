package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a walk takes place: what becomes of a message that is to be said, and of an exchange that is over.
 *
 * @param <S> the protocol's Security Association
 * @param <P> who walks
 */
@ConsumerType
public interface Stage<S, P extends Party<P>> {
    /** Protects and sends {@code payloads}, which are in the table's order. */
    List<Effect> say(S sa, P party, MessageRule rule, List<Payload> payloads, Lockstep.Then then) throws Refusal;

    /** All is said and heard. */
    Step<S, IsakmpMessage> over(S sa, P party) throws Refusal;

    /** The exchange will come to nothing: what is to be undone. */
    default List<Effect> abandon(S sa, P party) {
        return List.of();
    }
}
