package dev.parley.ikev2;

import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reauthentication from the side of the new IKE SA (RFC 7296 section 2.8.3): how much of what the old one has is there. */
final class Newcomer {
    private final LaneKey group;
    private final List<IpsecWish> missing;

    Newcomer(Reauthentication.Begin begin) {
        group = begin.group();
        missing = new ArrayList<>(begin.children().stream()
                .map(child -> new IpsecWish(begin.policy(), Optional.of(child)))
                .toList());
    }

    /** The children that are not there yet, the first one for IKE_AUTH. */
    List<IpsecWish> missing() {
        return List.copyOf(missing);
    }

    /** What these effects mean for the whole; said once, when the last child is there or the first one is refused. */
    Optional<Reauthentication.Ended> judge(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Settled settled && wanted(settled.wish())) {
                if (settled.failure().isPresent()) {
                    return Optional.of(new Reauthentication.Ended(settled.failure()));
                }
                missing.removeIf(settled.wish()::equals);
            } else if (effect instanceof Effect.Finish finish) {
                return Optional.of(new Reauthentication.Ended(
                        Optional.of(new Refusal(Blame.LOCAL_FAILURE, "the new IKE SA ended: " + finish.why()))));
            }
        }
        return missing.isEmpty() ? Optional.of(new Reauthentication.Ended(Optional.empty())) : Optional.empty();
    }

    /** Tells the old negotiation, before anything else that these effects say. */
    void tell(Object what, List<Effect> effects) {
        effects.add(0, new Effect.Tell(group, what));
        effects.add(1, new Effect.Leave(group));
    }

    private boolean wanted(Wish wish) {
        return missing.stream().anyMatch(wish::equals);
    }
}
