package dev.parley.ikev1;

import dev.parley.ikev1.extension.Liveness;
import dev.parley.ikev1.phase2.Opening;
import dev.parley.ikev1.phase2.Phase2;
import dev.parley.ikev1.phase2.Settlement;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.EspKeyLog;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** An ISAKMP SA that stands: what is made, replaced and ended under it (RFC 2409 sections 5.5 and 5.7). */
final class Standing implements Phase2.Ears {
    private static final String REKEY = "child-rekey/";
    private static final String LIFETIME = "child-lifetime/";
    private static final String RETIRE = "child-retire/";
    private static final String OWN_LIFETIME = "lifetime";
    private static final String KEEPALIVE = "keepalive";
    private static final String IDLE = "idle";
    private static final String TOO_OLD = "its lifetime is over";
    private static final String REPLACED = "another has taken its place";

    private final Ikev1Sa sa;
    private final LongSupplier tickets;
    private final Phase2 phase2;
    private final Liveness liveness;
    private final Deletion deletion;
    private final Hearing hearing;
    private Optional<String> finished = Optional.empty();

    Standing(Ikev1Sa sa, LongSupplier tickets) {
        this.sa = sa;
        this.tickets = tickets;
        this.phase2 = new Phase2(sa, this, tickets);
        this.liveness = new Liveness(sa);
        this.deletion = new Deletion(sa);
        this.hearing = new Hearing(sa, this, phase2, liveness);
    }

    Ikev1Sa sa() {
        return sa;
    }

    /** Why nothing is left to do; empty while something is. */
    Optional<String> finished() {
        return finished;
    }

    boolean idle() {
        return phase2.idle();
    }

    /** What follows from its being there. */
    List<Effect> begin() {
        List<Effect> effects = new ArrayList<>(liveness.watch());
        effects.add(new Effect.StartTimer(IDLE, Defaults.IDLE_MILLIS));
        if (sa.path().weAreBehindNat()) {
            effects.add(new Effect.StartTimer(KEEPALIVE, Defaults.KEEPALIVE_MILLIS));
        }
        if (sa.seconds() > 0) {
            effects.add(new Effect.StartTimer(OWN_LIFETIME, 1_000 * sa.seconds()));
        }
        return effects;
    }

    void receive(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        phase2.receive(header, datagram, when, out);
    }

    boolean resume(long ticket, Outcome outcome, List<Effect> out) {
        return phase2.resume(ticket, outcome, out);
    }

    void command(Verb verb, IpsecWish asked, List<Effect> out) {
        if (sa.ended().isPresent()) {
            out.add(
                    verb.equals(Verb.DELETE)
                            ? new Effect.Settled(asked, Optional.empty())
                            : refused(asked, "connection " + asked.connection() + " is being taken down"));
        } else if (verb.equals(Verb.ESTABLISH)) {
            establish(asked, out);
        } else if (verb.equals(Verb.DELETE) && asked.child().isEmpty()) {
            end("taken down", out);
            out.add(new Effect.Settled(asked, Optional.empty()));
        } else if (verb.equals(Verb.PROBE)) {
            liveness.probe(asked, out);
        } else if (asked.child().isEmpty()) {
            out.add(refused(asked, "an ISAKMP SA cannot be made to " + verb.name()));
        } else {
            child(verb, asked, out);
        }
    }

    private void child(Verb verb, IpsecWish asked, List<Effect> out) {
        Optional<ChildPair> pair = asked.child().flatMap(sa.children()::named);
        Optional<ChildPolicy> policy = asked.child().flatMap(asked.policy()::child);
        if (pair.isEmpty()) {
            out.add(refused(asked, "connection " + asked.connection() + " has no such child up"));
        } else if (verb.equals(Verb.DELETE)) {
            delete(pair.get(), "taken down", out);
            out.add(new Effect.Settled(asked, Optional.empty()));
        } else if (verb.equals(Verb.REKEY) && policy.isPresent()) {
            Opening opening = new Opening(Optional.of(new Settlement(asked, 1)), List.of(pair.get()));
            phase2.open(asked.policy(), policy.get(), opening, out);
        } else {
            out.add(refused(asked, "IKEv1 does not know how to " + verb.name() + " a child"));
        }
    }

    /** What is up already is part of a wish come true; each other child takes a Quick Mode. */
    private void establish(IpsecWish asked, List<Effect> out) {
        List<ChildPolicy> missing = asked.policy().children().stream()
                .filter(child -> asked.child().map(child.name()::equals).orElse(true))
                .filter(child -> sa.children().named(child.name()).isEmpty())
                .toList();
        if (asked.child().isPresent()
                && asked.policy().child(asked.child().get()).isEmpty()) {
            out.add(refused(asked, "connection " + asked.connection() + " has no such child"));
        } else if (missing.isEmpty()) {
            out.add(new Effect.Settled(asked, Optional.empty()));
        } else {
            Settlement settlement = new Settlement(asked, missing.size());
            missing.forEach(
                    child -> phase2.open(asked.policy(), child, new Opening(Optional.of(settlement), List.of()), out));
        }
    }

    @Override
    public List<Effect> made(ChildPair pair, Opening opening) {
        sa.children().add(pair);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Listen(Ikev1Protocol.connection(sa.policy().name())));
        pair.both().forEach(each -> {
            effects.add(EspKeyLog.of(each));
            effects.add(new Effect.Emit(new NegotiationEvent(
                    Kind.INSTALLED,
                    "child-sa",
                    Text.later(() -> (each == pair.inbound() ? "in  " : "out ") + each.describe()))));
        });
        long lifetime = pair.inbound().lifetimeSeconds();
        effects.add(new Effect.StartTimer(LIFETIME + pair.inboundSpi(), 1_000 * lifetime));
        if (pair.us() == Role.INITIATOR) {
            effects.add(new Effect.StartTimer(REKEY + pair.inboundSpi(), soft(lifetime)));
        }
        long grace = pair.us() == Role.INITIATOR ? Defaults.RETIRE_MILLIS : Defaults.REPLACED_MILLIS;
        opening.replaced().stream()
                .filter(old -> sa.children().receiving(old.inboundSpi()).isPresent())
                .forEach(old -> effects.add(new Effect.StartTimer(RETIRE + old.inboundSpi(), grace)));
        return effects;
    }

    private long soft(long seconds) {
        long percent = Defaults.SOFT_PERCENT - sa.environment().random().below(Defaults.JITTER_PERCENT);
        return 1_000 * seconds * percent / 100;
    }

    @Override
    public List<Effect> unmade(List<SecurityAssociation> placed, String why) {
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Change(tickets.getAsLong(), List.of(), List.of(), placed));
        List<IpsecSa> inbound = placed.stream()
                .map(IpsecSa.class::cast)
                .filter(each -> each.destination().equals(sa.path().local().address()))
                .toList();
        deletion.of(inbound, effects);
        effects.add(Notes.of(Kind.REMOVED, "child-sa", "half of a pair is removed: " + why));
        return effects;
    }

    @Override
    public void informed(IsakmpMessage message, List<Effect> out) {
        hearing.hear(message, out);
    }

    /** The pair is gone at both ends: the peer is told. */
    void delete(ChildPair pair, String why, List<Effect> out) {
        deletion.of(List.of(pair.inbound()), out);
        remove(List.of(pair), why, out);
    }

    /** The pairs are gone, and the peer knows. */
    void remove(List<ChildPair> pairs, String why, List<Effect> out) {
        if (pairs.isEmpty()) {
            return;
        }
        List<SecurityAssociation> gone = new ArrayList<>();
        for (ChildPair pair : pairs) {
            sa.children().remove(pair);
            gone.addAll(pair.both());
            for (String timer : List.of(REKEY, LIFETIME, RETIRE)) {
                out.add(new Effect.StopTimer(timer + pair.inboundSpi()));
            }
            out.add(Notes.of(
                    Kind.REMOVED,
                    "child-sa",
                    pair.inbound().protocol() + " 0x" + pair.inboundSpi() + " and mate: " + why));
        }
        out.add(new Effect.Change(tickets.getAsLong(), List.of(), List.of(), gone));
        if (sa.children().count() == 0 && sa.ended().isEmpty()) {
            out.add(new Effect.StartTimer(IDLE, Defaults.IDLE_MILLIS));
        }
    }

    /** Ends the ISAKMP SA and all pairs under it: a peer may drop them with it, and one-sided ones are of no use. */
    void end(String why, List<Effect> out) {
        List<ChildPair> pairs = sa.children().all();
        deletion.of(pairs.stream().map(ChildPair::inbound).toList(), out);
        close(why, out);
        deletion.ofIsakmp(() -> finished = Optional.of(why), out);
    }

    /** The peer has ended it, or is dead: nobody is told. */
    void lost(String why, List<Effect> out) {
        close(why, out);
        out.addAll(deletion.end());
        finished = Optional.of(why);
    }

    private void close(String why, List<Effect> out) {
        Refusal over = new Refusal(Blame.LOCAL_FAILURE, "the ISAKMP SA has ended: " + why);
        sa.end(why);
        phase2.end(over, out);
        liveness.end(over, out);
        remove(sa.children().all(), why, out);
        out.add(new Effect.StopTimer(OWN_LIFETIME));
        out.add(new Effect.StopTimer(KEEPALIVE));
        out.add(new Effect.StopTimer(IDLE));
    }

    /** A sink has counted what timers do not. */
    void reported(Verb verb, SecurityAssociation one, List<Effect> out) {
        sa.children().all().stream()
                .filter(pair -> pair.both().stream().anyMatch(half -> half.spi().equals(one.spi())))
                .forEach(pair -> due(verb, pair, TOO_OLD, out));
    }

    private void due(Verb verb, ChildPair pair, String why, List<Effect> out) {
        Optional<ChildPolicy> policy = sa.policy().child(pair.name());
        if (verb.equals(Verb.REKEY) && policy.isPresent()) {
            phase2.open(sa.policy(), policy.get(), new Opening(Optional.empty(), List.of(pair)), out);
        } else {
            delete(pair, why, out);
        }
    }

    void expired(String timer, Moment when, List<Effect> out) {
        if (phase2.expired(timer, out)
                || deletion.expired(timer, out)
                || sa.ended().isPresent()) {
            return;
        }
        switch (timer) {
            case Liveness.TIMER -> liveness.expired(when, out);
            case Liveness.QUESTION -> {
                if (!liveness.again(out)) {
                    lost("the peer does not answer any more (RFC 3706)", out);
                }
            }
            case OWN_LIFETIME -> end(TOO_OLD, out);
            case IDLE -> {
                if (sa.children().count() == 0 && phase2.idle()) {
                    end("nothing is protected under it", out);
                }
            }
            case KEEPALIVE -> {
                out.add(new Effect.Send(sa.path().carry(Bytes.of(0xff))));
                out.add(new Effect.StartTimer(KEEPALIVE, Defaults.KEEPALIVE_MILLIS));
            }
            default -> child(timer, out);
        }
    }

    private void child(String timer, List<Effect> out) {
        Optional<ChildPair> pair = sa.children().receiving(Bytes.hex(timer.substring(timer.lastIndexOf('/') + 1)));
        if (timer.startsWith(REKEY)) {
            pair.ifPresent(old -> due(Verb.REKEY, old, TOO_OLD, out));
        } else {
            pair.ifPresent(old -> delete(old, timer.startsWith(RETIRE) ? REPLACED : TOO_OLD, out));
        }
    }

    private static Effect refused(IpsecWish wish, String why) {
        return new Effect.Settled(wish, Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
    }
}
