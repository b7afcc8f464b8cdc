package dev.parley.kink;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.kink.exchange.CreateInitiator.Create;
import dev.parley.kink.exchange.CreateInitiator.Wanted;
import dev.parley.kink.exchange.DeleteInitiator.Delete;
import dev.parley.kink.exchange.Standing;
import dev.parley.kink.exchange.StatusInitiator.Probe;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Opening;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a person or the host may ask for with one peer. */
final class Commands {
    private final KinkPeer peer;
    private final Askings askings;
    private final Answerings answerings;
    private final List<Asked> later = new ArrayList<>();

    private record Asked(Verb verb, IpsecWish wish) {}

    Commands(KinkPeer peer, Askings askings, Answerings answerings) {
        this.peer = peer;
        this.askings = askings;
        this.answerings = answerings;
    }

    boolean idle() {
        return later.isEmpty();
    }

    void carryOut(Verb verb, IpsecWish wish, List<Effect> out) {
        if (verb.equals(Verb.ESTABLISH)) {
            establish(wish, out);
        } else if (verb.equals(Verb.DELETE)) {
            delete(wish, out);
        } else if (verb.equals(Verb.REKEY)) {
            rekey(wish, out);
        } else if (verb.equals(Verb.PROBE)) {
            askings.open(new Probe(wish.policy(), List.of(wish)), out);
        } else {
            out.add(refused(wish, "KINK does not know how to " + verb.name()));
        }
    }

    /** What had to wait for a transaction, if none is in its way any more. */
    void pump(List<Effect> out) {
        List<Asked> waiting = List.copyOf(later);
        later.clear();
        waiting.forEach(asked -> carryOut(asked.verb(), asked.wish(), out));
    }

    /** Nothing new is begun: what waits is refused. */
    void drain(List<Effect> out) {
        later.forEach(asked -> out.add(refused(asked.wish(), "the protocol is leaving")));
        later.clear();
    }

    /** What is up already is a wish come true. */
    private void establish(IpsecWish wish, List<Effect> out) {
        List<ChildPolicy> missing = wish.policy().children().stream()
                .filter(child -> wish.child().map(child.name()::equals).orElse(true))
                .filter(child -> peer.pairs()
                        .up(wish.connection(), Optional.of(child.name()))
                        .isEmpty())
                .toList();
        if (wish.child().isPresent() && wish.policy().child(wish.child().get()).isEmpty()) {
            out.add(refused(wish, "connection " + wish.connection() + " has no such child"));
        } else if (missing.isEmpty()) {
            out.add(new Effect.Settled(wish, Optional.empty()));
        } else if (askings.any(making(wish))) {
            later.add(new Asked(Verb.ESTABLISH, wish));
        } else {
            askings.open(
                    new Create(
                            wish.policy(),
                            missing.stream()
                                    .map(child -> new Wanted(child, Optional.empty()))
                                    .toList(),
                            List.of(wish)),
                    out);
        }
    }

    /** An attempt to make what is to go is given up; what cannot be given up, since our own sinks are at it, is waited for. */
    private void delete(IpsecWish wish, List<Effect> out) {
        askings.giveUp(making(wish), new Refusal(Blame.LOCAL_FAILURE, "taken down before it was up"), out);
        if (askings.any(making(wish))) {
            later.add(new Asked(Verb.DELETE, wish));
            return;
        }
        abandonHalves(wish, out);
        List<Pair> pairs = peer.pairs().up(wish.connection(), wish.child());
        if (pairs.isEmpty()) {
            out.add(new Effect.Settled(wish, Optional.empty()));
        } else {
            askings.open(new Delete(wish.policy(), pairs, List.of(), List.of(wish), "taken down"), out);
        }
    }

    /** A pair that still awaits its ACK has only our half: the peer, which may have both, is owed a DELETE. */
    private void abandonHalves(IpsecWish wish, List<Effect> out) {
        List<Pair> halves = peer.pairs().at(Pair.Stage.AWAITING_ACK, wish.connection(), wish.child());
        for (Pair half : halves) {
            peer.pairs().remove(half);
            peer.owe(Spi.of(half.inbound()));
        }
        out.addAll(Standing.removed(peer, halves, "taken down"));
        answerings.leaveDeleted(out);
    }

    private void rekey(IpsecWish wish, List<Effect> out) {
        List<Pair> pairs = peer.pairs().up(wish.connection(), wish.child());
        List<Wanted> wanted = new ArrayList<>();
        for (Pair pair : pairs) {
            if (pair.creator() == Role.INITIATOR) {
                wish.policy().child(pair.child()).ifPresent(child -> wanted.add(new Wanted(child, Optional.of(pair))));
            }
        }
        if (askings.any(making(wish))) {
            later.add(new Asked(Verb.REKEY, wish));
        } else if (wanted.isEmpty()) {
            out.add(refused(
                    wish,
                    pairs.isEmpty()
                            ? "connection " + wish.connection() + " has no such child up"
                            : "the peer began it, and who began it replaces it (RFC 4430 section 3.6)"));
        } else {
            askings.open(new Create(wish.policy(), wanted, List.of(wish)), out);
        }
    }

    /** A CREATE for any child of the wish. */
    private static Predicate<Opening> making(IpsecWish wish) {
        return opening -> opening instanceof Create create
                && create.policy().name().equals(wish.connection())
                && wish.child().map(create::makes).orElse(true);
    }

    /** A wish that does not come true. */
    static Effect refused(Wish wish, String why) {
        return new Effect.Settled(wish, Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
    }
}
