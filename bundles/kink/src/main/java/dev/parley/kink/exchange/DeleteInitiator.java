package dev.parley.kink.exchange;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Awaiting;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Opening;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Initiator's side of DELETE, RFC 4430 section 3.3. */
public final class DeleteInitiator {
    private DeleteInitiator() {}

    /**
     * Pairs that are to go, and SPIs that we owe the peer a DELETE for.
     *
     * @param why for a person
     */
    public record Delete(Policy policy, List<Pair> pairs, List<Spi> debts, List<IpsecWish> wishes, String why)
            implements Opening {
        /** Whether this one is to go. */
        public boolean names(Pair pair) {
            return pairs.stream().anyMatch(each -> each.inboundSpi().equals(pair.inboundSpi()));
        }

        @Override
        public int type() {
            return KinkMessageType.DELETE;
        }

        @Override
        public Step<Asking, Heard> open(Asking asking) {
            KinkPeer peer = asking.peer();
            List<Pair> closing = standing(peer, Pair.Stage.UP).stream()
                    .map(pair -> pair.at(Pair.Stage.CLOSING))
                    .toList();
            AwaitReply await = new AwaitReply(
                    Stream.concat(begun(asking).stream(), closing.stream()).toList(), debts);
            if (await.named().isEmpty()) {
                return Step.done(settled(Optional.empty()));
            }
            List<Effect> effects = new ArrayList<>();
            List<SecurityAssociation> outbound = new ArrayList<>();
            for (Pair pair : closing) {
                effects.addAll(Standing.untimed(pair));
                effects.add(Standing.gone(pair.inbound(), why));
                peer.pairs().put(pair);
                outbound.add(pair.outbound());
            }
            if (outbound.isEmpty()) {
                effects.addAll(asking.say(payloads(await.named())));
                return Step.to(await, effects);
            }
            return Step.to(
                    Working.change(List.of(), outbound, done -> Step.to(await, asking.say(payloads(await.named())))),
                    effects);
        }

        /** Nothing can be said to the peer now: the pairs go all the same, and it is owed a DELETE. */
        @Override
        public List<Effect> unopened(KinkPeer peer, Refusal why) {
            List<Pair> lost = pairs.stream()
                    .filter(pair -> peer.pairs().of(pair.inboundSpi()).isPresent())
                    .toList();
            lost.forEach(peer.pairs()::remove);
            List<Spi> owed = Stream.concat(lost.stream().map(pair -> Spi.of(pair.inbound())), debts.stream())
                    .toList();
            peer.debts().postponed(owed, peer.now().monotonic());
            List<Effect> effects = new ArrayList<>(Standing.removed(peer, lost, this.why));
            effects.add(new Effect.Emit(new NegotiationEvent(
                    Kind.REFUSED, "delete-unsaid", "the peer cannot be told now: " + why.getMessage(), why.detail())));
            effects.addAll(settled(Optional.empty()));
            return effects;
        }

        /** What a former attempt of ours has begun to close. */
        private List<Pair> begun(Asking asking) {
            return asking.attempt() > 1 ? standing(asking.peer(), Pair.Stage.CLOSING) : List.of();
        }

        private List<Pair> standing(KinkPeer peer, Pair.Stage stage) {
            return pairs.stream()
                    .flatMap(pair -> peer.pairs().of(pair.inboundSpi()).stream())
                    .filter(pair -> pair.stage() == stage)
                    .toList();
        }
    }

    private static List<Payload> payloads(List<Spi> spis) {
        return List.of(IsakmpPayload.of(deletes(spis)));
    }

    /** Of each protocol a Delete payload with our inbound SPIs. */
    static List<Payload> deletes(List<Spi> spis) {
        Map<Integer, List<Bytes>> byProtocol = new LinkedHashMap<>();
        spis.forEach(spi -> byProtocol
                .computeIfAbsent(spi.protocol(), first -> new ArrayList<>())
                .add(spi.value()));
        List<Payload> deletes = new ArrayList<>();
        byProtocol.forEach((protocol, values) ->
                deletes.add(new DeletePayload(IpsecDoi.NUMBER, protocol, IpsecDoi.SPI_OCTETS, values)));
        return deletes;
    }

    /** We sent DELETE; our inbound SAs wait until the peer has heard of it. */
    record AwaitReply(List<Pair> pairs, List<Spi> debts) implements Awaiting {
        private List<Spi> named() {
            return Stream.concat(pairs.stream().map(pair -> Spi.of(pair.inbound())), debts.stream())
                    .toList();
        }

        /** Whatever the answer says: with the pair or INVALID-SPI, the peer has no such pair any more. */
        @Override
        public Step<Asking, Heard> receive(Asking asking, Heard reply) {
            KinkPeer peer = asking.peer();
            List<Effect> effects = new ArrayList<>();
            for (Pair pair : standing(peer)) {
                effects.add(Standing.grace(pair.inboundSpi(), asking.sinceSent()));
            }
            peer.debts().paid(named());
            effects.addAll(asking.opening().settled(Optional.empty()));
            return Step.done(effects);
        }

        @Override
        public List<Effect> givenUp(Asking asking, Refusal why) {
            KinkPeer peer = asking.peer();
            List<Spi> dropped = peer.debts().unanswered(named(), peer.now().monotonic());
            List<Effect> effects = new ArrayList<>(gone(asking));
            dropped.forEach(spi -> effects.add(new Effect.Emit(new NegotiationEvent(
                    Kind.NOTE, "debt-dropped", "the peer has not been told that " + spi + " is gone: it is silent"))));
            return effects;
        }

        /** It has not done it, and may do it another time. */
        @Override
        public List<Effect> refused(Asking asking, Refusal why) {
            asking.peer().debts().postponed(named(), asking.peer().now().monotonic());
            return gone(asking);
        }

        private List<Effect> gone(Asking asking) {
            KinkPeer peer = asking.peer();
            List<Pair> left = standing(peer);
            left.forEach(peer.pairs()::remove);
            List<Effect> effects = new ArrayList<>(Standing.removed(peer, left, "its DELETE got no answer"));
            effects.addAll(asking.opening().settled(Optional.empty()));
            return effects;
        }

        private List<Pair> standing(KinkPeer peer) {
            return pairs.stream()
                    .flatMap(pair -> peer.pairs().of(pair.inboundSpi()).stream())
                    .toList();
        }
    }
}
