package dev.parley.ikev2;

import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Reauthentication from the side of the old IKE SA (RFC 7296 section 2.8.3): another negotiation makes a new IKE SA from nothing and
 * new children for those there are; only then the old one is deleted. The two speak to each other in a group of their own.
 */
final class Reauthentication {
    /** What the new negotiation is to make. */
    record Begin(LaneKey group, Policy policy, IkePath path, List<String> children) {}

    /** To the old negotiation: all is there, or {@code failure} says why it will not be. */
    record Ended(Optional<Refusal> failure) {}

    /** To the other negotiation: nobody wants what it has, or is about to have. */
    record Unwanted(String why) {}

    /** The deletion of the old IKE SA has to happen to whatever has taken its place meanwhile, even if nobody has asked for it. */
    private record Own(Policy policy) implements Wish {
        @Override
        public String connection() {
            return policy.name();
        }

        @Override
        public String protocol() {
            return policy.protocol();
        }

        @Override
        public Endpoint local() {
            return policy.local().endpoint();
        }

        @Override
        public Endpoint remote() {
            return policy.remote().endpoint();
        }
    }

    private final Begin begin;
    private final Optional<Wish> asked;

    private Reauthentication(Begin begin, Optional<Wish> asked) {
        this.begin = begin;
        this.asked = asked;
    }

    /** Of {@code sa}, with the children that it has now. */
    static Reauthentication of(IkeSa sa, Optional<Wish> asked) {
        Policy policy = sa.policy().orElseThrow();
        Bytes name = sa.environment().random().bytes(NAME_OCTETS);
        List<String> made =
                sa.children().all().stream().map(ChildSa::name).distinct().toList();
        List<String> children = made.isEmpty()
                ? lost(asked)
                        .map(List::of)
                        .orElseGet(() -> policy.children().stream()
                                .limit(1)
                                .map(child -> child.name())
                                .toList())
                : made;
        IkePath path = policy.remote().endpoint().address().isZero()
                ? IkePath.between(sa.path().local(), sa.path().remote())
                : IkePath.between(policy.local().endpoint(), policy.remote().endpoint());
        return new Reauthentication(
                new Begin(new LaneKey("ikev2", "reauthentication", name), policy, path, children), asked);
    }

    private static Optional<String> lost(Optional<Wish> asked) {
        return asked.filter(IpsecWish.class::isInstance)
                .map(IpsecWish.class::cast)
                .flatMap(IpsecWish::child);
    }

    /** Whether it can serve {@code somebody} too: one wish is told how it ends. */
    boolean takes(Optional<Wish> somebody) {
        return asked.isEmpty() || somebody.isEmpty() || asked.equals(somebody);
    }

    /** The same, now that somebody asks for it. The host tells all who ask the same. */
    Reauthentication alsoFor(Optional<Wish> somebody) {
        return new Reauthentication(begin, asked.or(() -> somebody));
    }

    /** Has the other negotiation made. */
    List<Effect> begin() {
        LaneKey newcomer =
                new LaneKey("ikev2", "reauthenticating", begin.group().value());
        return List.of(
                new Effect.Join(begin.group()),
                new Effect.Forward(newcomer, begin),
                new Effect.StartTimer(Timers.REAUTHENTICATE, Defaults.REAUTHENTICATION_MILLIS),
                new Effect.Emit(new NegotiationEvent(
                        Kind.NOTE,
                        "reauthentication",
                        "a new IKE SA is being made in this one's place (RFC 7296 section 2.8.3)")));
    }

    /** Whose wish it is that the old IKE SA goes. */
    Wish wish() {
        return asked.orElseGet(() -> new Own(begin.policy()));
    }

    /** It is over, well or not. */
    List<Effect> over() {
        return List.of(new Effect.Leave(begin.group()), new Effect.StopTimer(Timers.REAUTHENTICATE));
    }

    /** Tells the new negotiation that it need not go on. */
    Effect unwanted(String why) {
        return new Effect.Tell(begin.group(), new Unwanted(why));
    }

    private static final int NAME_OCTETS = 8;
}
