package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who walks an exchange: what one side knows so far, and how it reads and fills the places of the table. Immutable, so that a message
 * which is refused has changed nothing.
 *
 * @param <P> itself
 */
@ConsumerType
public interface Party<P extends Party<P>> {
    /** What {@code heard} makes of it; the counts are those of {@code rule}. */
    P take(MessageRule rule, Contents heard) throws Refusal;

    /** What goes into one place of our message, nothing too if that place may stay empty. */
    List<Payload> fill(MessageRule rule, Slot slot) throws Refusal;

    /**
     * What must be done before our message {@code number} is said, or, one past the last, before the exchange is over. Asked again
     * when it is done.
     */
    default Optional<Preparation<P>> before(int number) {
        return Optional.empty();
    }

    /** {@code rule} with what was left open until now, for example until a method has been agreed on. */
    default MessageRule complete(MessageRule rule) {
        return rule;
    }
}
