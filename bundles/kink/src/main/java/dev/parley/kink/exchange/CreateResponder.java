package dev.parley.kink.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.message.MalformedIsakmp;
import dev.parley.kink.message.QuickModeGrammar;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Responder's side of CREATE, RFC 4430 section 3.2. */
public final class CreateResponder {
    private CreateResponder() {}

    /**
     * What is to be answered in the place of one KINK_ISAKMP. The RFC does not say how a part is refused: by position, and the ACK
     * is asked for if any part needs it, is our reading.
     */
    private sealed interface Part {
        record Taken(Taking taking) implements Part {}

        record Refused(IsakmpPayload answer, String why, List<String> detail) implements Part {}
    }

    /** We await the command, which is here. */
    public record AwaitCreate() implements Exchange<Answering, Heard> {
        @Override
        public Step<Answering, Heard> receive(Answering answering, Heard command) throws Refusal {
            List<Part> parts = new ArrayList<>();
            Set<Spi> named = new HashSet<>();
            for (Payload payload : command.payloads()) {
                if (payload.type().equals(KinkPayloads.ISAKMP)) {
                    parts.add(part(answering, command, payload, named));
                }
            }
            if (parts.isEmpty()) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        ErrorPayload.code(ErrorPayload.PROTOERR),
                        "CREATE has no KINK_ISAKMP (RFC 4430 section 6.3)");
            }
            return exchangingKeys(answering, List.of(), parts);
        }
    }

    private static Part part(Answering answering, Heard command, Payload payload, Set<Spi> named) throws Refusal {
        if (payload instanceof MalformedIsakmp malformed) {
            return new Part.Refused(
                    Notices.isakmp(malformed.notifyType(), malformed.data()), malformed.why(), List.of());
        }
        IsakmpPayload isakmp = (IsakmpPayload) payload;
        Versions.demandKnown(isakmp);
        Optional<Payload> stranger = QuickModeGrammar.stranger(QuickModeGrammar.CREATE, isakmp.payloads());
        if (stranger.isPresent()) {
            int type = stranger.get().type().number();
            return new Part.Refused(
                    Notices.isakmp(NotifyType.INVALID_PAYLOAD_TYPE, Bytes.of(type)),
                    IsakmpPayloads.name(type) + " has no place in a KINK_ISAKMP of CREATE",
                    List.of());
        }
        try {
            Taking taking = Taking.of(answering, command.header(), isakmp.payloads());
            if (!named.add(taking.peerSpi())) {
                throw Notices.refusal(NotifyType.INVALID_SPI, taking.peerSpi() + " comes twice in one CREATE");
            }
            return new Part.Taken(taking);
        } catch (Refusal refusal) {
            return refused(refusal);
        }
    }

    private static Part refused(Refusal refusal) {
        return new Part.Refused(Notices.isakmp(refusal), refusal.getMessage(), refusal.detail());
    }

    /** Answers the key exchanges of those {@code left} that have one, one after the other. */
    private static Step<Answering, Heard> exchangingKeys(Answering answering, List<Part> ready, List<Part> left)
            throws Refusal {
        if (left.isEmpty()) {
            return installing(answering, ready);
        }
        List<Part> others = left.subList(1, left.size());
        if (!(left.get(0) instanceof Part.Taken taken)
                || taken.taking().asked().ke().isEmpty()) {
            return exchangingKeys(answering, appended(ready, left.get(0)), others);
        }
        Working<Answering, Heard> work = Working.start(
                taken.taking().answerKe(answering.peer().environment().catalog()),
                answered -> exchangingKeys(
                        answering, appended(ready, new Part.Taken(taken.taking().with(answered))), others));
        return Step.to(work.orElse(why -> exchangingKeys(answering, appended(ready, refused(why)), others)));
    }

    private static Step<Answering, Heard> installing(Answering answering, List<Part> parts) throws Refusal {
        List<Taking> takings = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Taken taken) {
                takings.add(taken.taking());
            }
        }
        boolean acknowledge = takings.stream().anyMatch(taking -> !taking.optimistic());
        KinkPeer peer = answering.peer();
        List<Pair> pairs = new ArrayList<>();
        List<Effect.Placed> install = new ArrayList<>();
        for (Taking taking : takings) {
            Pair pair = taking.pair(answering, acknowledge ? Pair.Stage.AWAITING_ACK : Pair.Stage.UP);
            pairs.add(pair);
            install.add(new Effect.Placed(pair.inbound(), true));
            if (!acknowledge) {
                install.add(new Effect.Placed(pair.outbound(), false));
            }
            peer.pairs().installs(taking.peerSpi());
        }
        List<Payload> answer = new ArrayList<>();
        for (Part part : parts) {
            answer.add(part instanceof Part.Taken taken ? taken.taking().payload() : ((Part.Refused) part).answer());
        }
        List<Effect> notes = notes(parts);
        if (install.isEmpty()) {
            return Step.done(appendedTo(notes, answering.reply(answer)));
        }
        Working<Answering, Heard> change =
                Working.change(install, List.of(), done -> installed(answering, pairs, answer, notes));
        return Step.to(change.orElse(why -> {
            pairs.forEach(pair -> peer.pairs().installed(Spi.of(pair.outbound())));
            throw new Refusal(Blame.LOCAL_FAILURE, why.getMessage());
        }));
    }

    private static Step<Answering, Heard> installed(
            Answering answering, List<Pair> pairs, List<Payload> answer, List<Effect> notes) {
        KinkPeer peer = answering.peer();
        boolean acknowledge = pairs.get(0).stage() == Pair.Stage.AWAITING_ACK;
        pairs.forEach(pair -> peer.pairs().installed(Spi.of(pair.outbound())));
        if (!peer.epoch().equals(Optional.of(answering.epoch()))) {
            return Step.done(Standing.removed(peer, pairs, "the peer began anew meanwhile"));
        }
        List<Effect> effects = new ArrayList<>(notes);
        for (Pair pair : pairs) {
            peer.pairs().put(pair);
            effects.addAll(Standing.receiving(pair.inbound()));
            if (!acknowledge) {
                effects.addAll(Standing.sending(pair.outbound()));
                effects.addAll(Standing.up(peer, pair));
            }
        }
        if (!acknowledge) {
            effects.addAll(answering.reply(answer));
            return Step.done(effects);
        }
        effects.addAll(answering.replyForAck(answer));
        return Step.to(new AwaitAck(pairs), effects);
    }

    /** We sent a REPLY with ACKREQ; with the ACK the initiator is known to have the keys that we send with. */
    public record AwaitAck(List<Pair> pairs) implements Exchange<Answering, Heard> {
        @Override
        public Step<Answering, Heard> receive(Answering answering, Heard ack) {
            KinkPeer peer = answering.peer();
            List<Pair> left = left(peer);
            List<Effect.Placed> install = left.stream()
                    .map(pair -> new Effect.Placed(pair.outbound(), false))
                    .toList();
            List<Effect> effects = List.of(new Effect.StopTimer(answering.timer()));
            if (install.isEmpty()) {
                return Step.done(effects);
            }
            left.forEach(pair -> peer.pairs().installs(Spi.of(pair.outbound())));
            Working<Answering, Heard> change = Working.change(install, List.of(), done -> up(answering, left));
            return Step.to(change.orElse(why -> notInstalled(answering, left, why)), effects);
        }

        /** Those that were not deleted while we waited. */
        public List<Pair> left(KinkPeer peer) {
            return pairs.stream()
                    .filter(pair -> peer.pairs()
                            .of(pair.inboundSpi())
                            .filter(pair::equals)
                            .isPresent())
                    .toList();
        }

        @Override
        public List<Effect> abandon(Answering answering) {
            List<Pair> left = left(answering.peer());
            left.forEach(answering.peer().pairs()::remove);
            return Standing.removed(answering.peer(), left, "no ACK came");
        }

        /** The initiator may have installed both SAs: it is owed a DELETE. */
        public List<Effect> givenUp(Answering answering) {
            left(answering.peer()).forEach(pair -> answering.peer().debts().owe(Spi.of(pair.inbound())));
            return abandon(answering);
        }
    }

    private static Step<Answering, Heard> up(Answering answering, List<Pair> pairs) {
        KinkPeer peer = answering.peer();
        List<Effect> effects = new ArrayList<>();
        for (Pair pair : pairs) {
            peer.pairs().installed(Spi.of(pair.outbound()));
            Pair now = pair.at(Pair.Stage.UP);
            if (peer.pairs().of(pair.inboundSpi()).isPresent()) {
                peer.pairs().put(now);
                effects.addAll(Standing.sending(pair.outbound()));
                effects.addAll(Standing.up(peer, now));
            } else {
                effects.addAll(Standing.removed(peer, List.of(now), "it was removed meanwhile"));
            }
        }
        return Step.done(effects);
    }

    private static Step<Answering, Heard> notInstalled(Answering answering, List<Pair> pairs, Refusal why) {
        KinkPeer peer = answering.peer();
        for (Pair pair : pairs) {
            peer.pairs().installed(Spi.of(pair.outbound()));
            peer.pairs().remove(pair);
            peer.debts().owe(Spi.of(pair.inbound()));
        }
        return Step.done(Standing.removed(peer, pairs, why.getMessage()));
    }

    private static List<Effect> notes(List<Part> parts) {
        List<Effect> notes = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Refused refused) {
                notes.add(new Effect.Emit(
                        new NegotiationEvent(Kind.REFUSED, "create-refused", refused.why(), refused.detail())));
            }
        }
        return notes;
    }

    private static List<Effect> appendedTo(List<Effect> first, List<Effect> then) {
        List<Effect> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static List<Part> appended(List<Part> parts, Part next) {
        List<Part> all = new ArrayList<>(parts);
        all.add(next);
        return List.copyOf(all);
    }
}
