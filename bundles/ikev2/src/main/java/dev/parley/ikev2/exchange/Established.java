package dev.parley.ikev2.exchange;

import dev.parley.ikev2.extension.InitialContact;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.EspKeyLog;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What follows from an IKE SA, or a child, being there. */
public final class Established {
    private Established() {}

    /** Where commands for a connection find its IKE SA. */
    public static LaneKey connection(String name) {
        return new LaneKey("ikev2", "connection", Bytes.utf8(name));
    }

    /** What all IKE SAs with a peer at this address have joined: who can say nothing of SPIs can still say where it is. */
    public static LaneKey at(Endpoint peer) {
        return new LaneKey("ikev2", "address", peer.address());
    }

    /** The peer has proven itself by {@code message}. */
    static List<Effect> effects(IkeSa sa, IkeMessage message) {
        Policy policy = sa.policy().orElseThrow();
        String peer = sa.peer().orElseThrow().toString();
        ChosenSuite suite = sa.suite().orElseThrow();
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Proven(peer, policy.name(), sa.role(), Bytes.concat(sa.spiI(), sa.spiR())));
        effects.add(new Effect.Listen(connection(policy.name())));
        effects.add(new Effect.Join(InitialContact.between(policy)));
        effects.add(new Effect.Join(at(sa.path().remote())));
        effects.addAll(InitialContact.examine(message, sa, policy));
        effects.add(new Effect.Emit(new NegotiationEvent(
                Kind.ESTABLISHED, "ike-sa", Text.later(() -> "IKE SA with " + peer + ": " + suite))));
        effects.addAll(watch(sa));
        long seconds = Settings.number(policy.settings(), Settings.REAUTHENTICATE, 0);
        if (seconds > 0) {
            effects.add(new Effect.StartTimer(Timers.REAUTHENTICATE, soft(sa, seconds)));
        }
        return effects;
    }

    /** The timers of an IKE SA. */
    static List<Effect> watch(IkeSa sa) {
        List<Effect> effects = new ArrayList<>(liveness(sa));
        if (sa.path().weAreBehindNat()) {
            effects.add(new Effect.StartTimer(sa.timer(Timers.KEEPALIVE), Defaults.KEEPALIVE_MILLIS));
        }
        long lifetime = sa.policy().orElseThrow().lifetimeSeconds();
        if (lifetime > 0) {
            effects.add(new Effect.StartTimer(sa.timer(Timers.REKEY), soft(sa, lifetime)));
            effects.add(new Effect.StartTimer(sa.timer(Timers.LIFETIME), 1000 * lifetime));
        }
        return effects;
    }

    /** Milliseconds until something with a lifetime of {@code seconds} is replaced, with jitter (section 2.8). */
    private static long soft(IkeSa sa, long seconds) {
        long percent = Defaults.SOFT_PERCENT - sa.environment().random().below(Defaults.JITTER_PERCENT);
        return 1000 * seconds * percent / 100;
    }

    /** A child is installed. */
    static List<Effect> child(IkeSa sa, ChildSa child) {
        List<Effect> effects = new ArrayList<>();
        for (boolean inbound : new boolean[] {true, false}) {
            IpsecSa simplex = inbound ? child.inbound() : child.outbound();
            effects.add(EspKeyLog.of(simplex));
            effects.add(new Effect.Emit(new NegotiationEvent(
                    Kind.INSTALLED, "child-sa", Text.later(() -> (inbound ? "in  " : "out ") + simplex.describe()))));
        }
        if (child.inbound().lifetimeSeconds() > 0) {
            long lifetime = child.inbound().lifetimeSeconds();
            effects.add(new Effect.StartTimer(Timers.CHILD_REKEY + child.inboundSpi(), soft(sa, lifetime)));
            effects.add(new Effect.StartTimer(Timers.CHILD_LIFETIME + child.inboundSpi(), 1000 * lifetime));
        }
        return effects;
    }

    /** Asks for a look at the peer after a while of silence. */
    public static List<Effect> liveness(IkeSa sa) {
        long seconds = livenessSeconds(sa);
        return seconds == 0 ? List.of() : List.of(new Effect.StartTimer(sa.timer(Timers.LIVENESS), 1000 * seconds));
    }

    /** Seconds of silence before the peer is asked; 0 for never. */
    public static long livenessSeconds(IkeSa sa) {
        return Settings.number(sa.policy().orElseThrow().settings(), Settings.LIVENESS, Defaults.LIVENESS_SECONDS);
    }
}
