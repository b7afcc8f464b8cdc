package dev.parley.ikev2.sa;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/** What one side of an IKEv2 exchange awaits; a record named after it. */
public interface IkeExchange extends Exchange<IkeSa, IkeMessage> {
    /** Goes on with {@code next}. */
    static Step<IkeSa, IkeMessage> to(Exchange<IkeSa, IkeMessage> next, List<Effect> effects) {
        return Step.to(next, effects);
    }

    /** The exchange is over. */
    static Step<IkeSa, IkeMessage> done(List<Effect> effects) {
        return Step.done(effects);
    }

    /** The same now that no SA that branched off it is left. */
    default IkeExchange alone() {
        return this;
    }

    /** An exchange of ours that waits for its turn in the window. */
    interface Opening {
        /** Sends the request; all that can refuse comes first. */
        Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal;

        /**
         * Whether it may not run side by side with {@code other} in a window larger than one: the peer may receive the two in any
         * order.
         */
        default boolean touches(Opening other) {
            return aboutIke() || other.aboutIke() || about().isPresent() && about().equals(other.about());
        }

        /** Whether it is about the IKE SA as a whole, so that nothing of ours may run beside it. */
        default boolean aboutIke() {
            return false;
        }

        /** The name of the child that it is about, if it is about one. */
        default Optional<String> about() {
            return makes();
        }

        /** What of the IKE SA it makes or replaces, if it does. */
        default Optional<Rekeying.Doing> doing() {
            return Optional.empty();
        }

        /** Smaller goes first. */
        default int urgency() {
            return 10;
        }

        /** Whether it is over, and well, once the IKE SA is gone. */
        default boolean removes() {
            return false;
        }

        /** Whether it goes on under {@code sa}, which is over: its answer may be here already. */
        default boolean outlives(IkeSa sa) {
            return false;
        }

        /** Whether the IKE SA has to go even if the peer cannot be told. */
        default boolean closes() {
            return false;
        }

        /** Whether an IKE SA that takes this one's place has to do it. */
        default boolean inherited() {
            return true;
        }

        /** The name of the child that comes of it, if one does. */
        default Optional<String> makes() {
            return Optional.empty();
        }

        /** What is to be done, now or later, when nothing has come of it and nobody is told. */
        default List<Effect> fruitless(IkeSa sa) {
            return List.of();
        }

        /** Whose wish it is. */
        default Optional<Wish> wish() {
            return Optional.empty();
        }
    }
}
