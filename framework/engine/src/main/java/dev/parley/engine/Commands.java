package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Brings commands to the negotiations that they are for. Safe for several threads. */
final class Commands {
    private final Site site;
    private volatile boolean closed;

    /** A command on its way. */
    private record Order(Verb verb, Wish wish, LongConsumer taken, Consumer<Optional<Refusal>> settled) {
        void refuse(String why) {
            Wishes.tell(wish, settled, Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
        }
    }

    Commands(Site site) {
        this.site = site;
    }

    /**
     * Commands the wish's home; without one, {@link Verb#ESTABLISH} begins a negotiation.
     *
     * @param taken is told which negotiation has it, before that can end
     * @param settled is told once how it ended
     */
    void toHome(Verb verb, Wish wish, LongConsumer taken, Consumer<Optional<Refusal>> settled) {
        Order order = new Order(verb, wish, taken, settled);
        Optional<NegotiationProtocol> protocol = protocol(wish);
        if (protocol.isEmpty()) {
            order.refuse("connection " + wish.connection() + " needs protocol " + wish.protocol()
                    + ", which no installed bundle contributes");
            return;
        }
        try {
            toHome(protocol.get(), protocol.get().home(verb, wish), order);
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            order.refuse(
                    "protocol " + wish.protocol() + " cannot say where " + wish.connection() + " is at home: " + bug);
        }
    }

    /** Commands one negotiation. Where there is none any more there is nothing to delete. */
    void toLane(Verb verb, Wish wish, long number, Consumer<Optional<Refusal>> settled) {
        Order order = new Order(verb, wish, lane -> {}, settled);
        Optional<Lane> lane = site.lanes().numbered(number);
        if (lane.isPresent()) {
            lane.get().command(verb, wish, settled, () -> gone(order));
        } else {
            gone(order);
        }
    }

    /** The key of the wish's home, if its protocol is there and has one. */
    Optional<LaneKey> home(Wish wish) {
        return protocol(wish).flatMap(protocol -> protocol.home(Verb.ESTABLISH, wish));
    }

    /** From now on {@code wish} is at home at the negotiation {@code number}. */
    void home(Wish wish, long number) {
        home(wish).ifPresent(key -> site.lanes().numbered(number).ifPresent(there -> there.adopt(key)));
    }

    /** Nothing is begun any more. */
    void close() {
        closed = true;
    }

    /** A lane that finishes meanwhile hands the command back: who takes a connection down may bring it up at once. */
    private void toHome(NegotiationProtocol protocol, Optional<LaneKey> home, Order order) {
        if (closed) {
            order.refuse("gateway " + site.gateway() + " is closed");
            return;
        }
        Optional<Lane> living = home.flatMap(site.lanes()::find);
        if (living.isPresent()) {
            hand(living.get(), protocol, home, order);
        } else if (order.verb().equals(Verb.ESTABLISH)) {
            hand(begun(protocol, home, order.wish()), protocol, home, order);
        } else {
            order.refuse("no negotiation with " + order.wish().connection() + " is up");
        }
    }

    private Lane begun(NegotiationProtocol protocol, Optional<LaneKey> home, Wish wish) {
        Lane fresh =
                new Lane(site, protocol, home, Optional.empty(), environment -> protocol.initiate(wish, environment));
        if (home.isEmpty()) {
            site.lanes().settle(fresh);
            return fresh;
        }
        return site.lanes().settle(home.get(), fresh);
    }

    private void hand(Lane lane, NegotiationProtocol protocol, Optional<LaneKey> home, Order order) {
        order.taken().accept(lane.number());
        lane.command(order.verb(), order.wish(), order.settled(), () -> {
            site.connections().ended(lane.number());
            toHome(protocol, home, order);
        });
    }

    private static void gone(Order order) {
        if (order.verb().equals(Verb.DELETE)) {
            Wishes.tell(order.wish(), order.settled(), Optional.empty());
        } else {
            order.refuse("that negotiation with " + order.wish().connection() + " has ended");
        }
    }

    private Optional<NegotiationProtocol> protocol(Wish wish) {
        return site.catalogs().get().find(NegotiationProtocol.class, wish.protocol());
    }
}
