package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a negotiation wants done. The order in the list is the order in the world. */
@ProviderType
public sealed interface Effect {
    record Send(Datagram datagram) implements Effect {}

    /** Starts, or starts again, the timer under this name. */
    record StartTimer(String timer, long delayMillis) implements Effect {}

    record StopTimer(String timer) implements Effect {}

    /** Runs {@code work} elsewhere; it returns as {@link Input.WorkDone} with this ticket. */
    record Offload(long ticket, Work<?> work) implements Effect {}

    /** From now on this negotiation is reached under {@code key} too; whoever had it before has it no longer. */
    record Listen(LaneKey key) implements Effect {}

    record Forget(LaneKey key) implements Effect {}

    /** Hands {@code what} to the negotiation under {@code key}; if nobody lives there the host makes one. */
    record Forward(LaneKey key, Object what) implements Effect {}

    /**
     * From now on this negotiation is one of those under {@code group}, which several may share; it leaves them when it finishes.
     */
    record Join(LaneKey group) implements Effect {}

    record Leave(LaneKey group) implements Effect {}

    /** Hands {@code what} to each other negotiation that has joined {@code group}; if there is none, nobody is made. */
    record Tell(LaneKey group, Object what) implements Effect {}

    /**
     * The peer has shown a key: it is {@code peer}, and this negotiation is no longer half-open.
     *
     * @param connection the standing connection that it serves; empty if none
     * @param role who began it
     * @param common octets of this negotiation that both ends know and no other has, such as both cookies: of two negotiations that
     *     crossed they say which stays; empty if the protocol sees to that itself
     */
    record Proven(String peer, String connection, Role role, Bytes common) implements Effect {
        /** Serves no standing connection. */
        public Proven(String peer) {
            this(peer, "", Role.RESPONDER, Bytes.EMPTY);
        }
    }

    /**
     * A question to the sinks, done in the order update, install, remove and undone if one fails; the answer comes as {@link
     * Input.WorkDone} with this ticket.
     *
     * @param install the inbound SAs first: they must be usable before the outbound ones are used
     */
    record Change(long ticket, List<Placed> install, List<SecurityAssociation> update, List<SecurityAssociation> remove)
            implements Effect {
        public Change {
            install = List.copyOf(install);
            update = List.copyOf(update);
            remove = List.copyOf(remove);
        }
    }

    /** Says to the sinks that installed SAs have other outer addresses or ports now; there is no answer. */
    record Move(List<Moved> moved) implements Effect {
        public Move {
            moved = List.copyOf(moved);
        }
    }

    /** An SA as it was and as it is: what it is named by may be another, but it is the same one, and its counters go on. */
    record Moved(SecurityAssociation before, SecurityAssociation now) {}

    /** An SA to install, and whether this host is its destination. */
    record Placed(SecurityAssociation sa, boolean inbound) {}

    /** A wish has come true, or {@code failure} says why not. */
    record Settled(Wish wish, Optional<Refusal> failure) implements Effect {}

    /** Tells observers. */
    record Emit(NegotiationEvent event) implements Effect {}

    /** Adds a line to the key logs, if a person asked for any: only then are keys written down. */
    record LogKey(String table, Text line) implements Effect {}

    /** This negotiation is over; everything that was its own is forgotten. */
    record Finish(String name, String why) implements Effect {
        /** The name where nothing ends that a person knows of: another negotiation goes on with it. */
        public static final String HANDED_ON = "handed-on";

        /** The name where only memory ends: what a person knows of has ended before. */
        public static final String FORGOTTEN = "forgotten";

        /** Whether an ending of this name is nothing that a person asks about. */
        public static boolean quiet(String name) {
            return name.equals(HANDED_ON) || name.equals(FORGOTTEN);
        }

        public Finish(String why) {
            this("finished", why);
        }
    }
}
