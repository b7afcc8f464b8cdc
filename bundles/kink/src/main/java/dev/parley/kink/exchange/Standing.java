package dev.parley.kink.exchange;

import dev.parley.ipsec.EspKeyLog;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import java.util.ArrayList;
import java.util.List;

/** What follows from pairs of SAs being there, and from their going (RFC 4430 sections 3.3 and 3.6). */
public final class Standing {
    /** The initiator replaces the pair. */
    public static final String SOFT = "soft/";

    /** The pair's time is over. */
    public static final String HARD = "hard/";

    /** Packets on their way when the pair was deleted have arrived. */
    public static final String GRACE = "grace/";

    private Standing() {}

    /** {@code sa} is installed, and we receive on it. */
    static List<Effect> receiving(IpsecSa sa) {
        return installed("in  ", sa);
    }

    /** {@code sa} is installed, and we send on it. */
    static List<Effect> sending(IpsecSa sa) {
        return installed("out ", sa);
    }

    private static List<Effect> installed(String direction, IpsecSa sa) {
        return List.of(
                EspKeyLog.of(sa),
                new Effect.Emit(new NegotiationEvent(Kind.INSTALLED, "child-sa", direction + sa.describe())));
    }

    /** The timers of a pair that both ends have. */
    static List<Effect> up(KinkPeer peer, Pair pair) {
        long lifetime = 1_000 * pair.inbound().lifetimeSeconds();
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.StartTimer(HARD + pair.inboundSpi(), lifetime));
        if (pair.creator() == Role.INITIATOR) {
            effects.add(new Effect.StartTimer(SOFT + pair.inboundSpi(), lifetime - margin(peer, lifetime)));
        }
        return effects;
    }

    /**
     * Milliseconds before the end at which a pair is replaced: by chance between a whole cycle of sendings and a tenth of the
     * lifetime, which is to be two cycles at least, unless the pair does not live as long (section 3.6).
     */
    private static long margin(KinkPeer peer, long lifetime) {
        long least = Math.min(Defaults.SENDINGS.total(), lifetime / 4);
        long most = Math.max(2 * least, lifetime / 10);
        return least + peer.environment().random().below(most - least + 1);
    }

    /** The pair's timers are of no use any more. */
    public static List<Effect> untimed(Pair pair) {
        return List.of(
                new Effect.StopTimer(SOFT + pair.inboundSpi()),
                new Effect.StopTimer(HARD + pair.inboundSpi()),
                new Effect.StopTimer(GRACE + pair.inboundSpi()));
    }

    /** Takes away without notice what is still installed of pairs that are known no more. */
    public static List<Effect> removed(KinkPeer peer, List<Pair> pairs, String why) {
        List<Effect> effects = new ArrayList<>();
        List<SecurityAssociation> remove = new ArrayList<>();
        for (Pair pair : pairs) {
            effects.addAll(untimed(pair));
            remove.add(pair.inbound());
            if (pair.stage() == Pair.Stage.UP) {
                remove.add(pair.outbound());
            }
            effects.add(gone(pair.inbound(), why));
        }
        if (!remove.isEmpty()) {
            effects.add(removed(peer, remove));
        }
        return effects;
    }

    static Effect gone(IpsecSa sa, String why) {
        return new Effect.Emit(
                new NegotiationEvent(Kind.REMOVED, "child-sa", sa.protocol() + " 0x" + sa.spi() + " and mate: " + why));
    }

    /** Asks the sinks to remove; nobody waits for it. */
    static Effect removed(KinkPeer peer, List<? extends SecurityAssociation> sas) {
        return new Effect.Change(peer.unclaimed(), List.of(), List.of(), List.copyOf(sas));
    }

    /** The outbound SA is gone; the inbound one waits for packets on their way. */
    static Effect grace(Bytes inboundSpi, long roundTrip) {
        return new Effect.StartTimer(GRACE + inboundSpi, Math.max(Defaults.GRACE_MILLIS, 2 * roundTrip));
    }
}
