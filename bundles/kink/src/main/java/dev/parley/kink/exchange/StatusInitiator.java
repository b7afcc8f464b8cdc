package dev.parley.kink.exchange;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Awaiting;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Opening;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Initiator's side of STATUS: does the peer live, and is it in the same life as before (RFC 4430 sections 3.4 and 3.7)? */
public final class StatusInitiator {
    private StatusInitiator() {}

    /** Asks for the peer's epoch. */
    public record Probe(Policy policy, List<IpsecWish> wishes) implements Opening {
        @Override
        public int type() {
            return KinkMessageType.STATUS;
        }

        @Override
        public Step<Asking, Heard> open(Asking asking) {
            return Step.to(new AwaitReply(), asking.say(List.of()));
        }
    }

    /** We sent STATUS; its answer's epoch has been looked at before it comes here. */
    record AwaitReply() implements Awaiting {
        @Override
        public Step<Asking, Heard> receive(Asking asking, Heard reply) {
            return Step.done(asking.opening().settled(Optional.empty()));
        }

        /** A whole cycle of silence: the peer is dead, as far as we are concerned. If it is not, it is owed a DELETE. */
        @Override
        public List<Effect> givenUp(Asking asking, Refusal why) {
            KinkPeer peer = asking.peer();
            if (peer.lastHeard() > asking.began()) {
                return asking.opening().settled(Optional.of(why));
            }
            List<Pair> lost = peer.pairs().all().stream()
                    .filter(pair -> pair.stage() == Pair.Stage.UP)
                    .toList();
            lost.forEach(peer.pairs()::remove);
            lost.forEach(pair -> peer.owe(Spi.of(pair.inbound())));
            List<Effect> effects = new ArrayList<>(Standing.removed(peer, lost, "the peer is silent"));
            effects.addAll(asking.opening().settled(Optional.of(why)));
            return effects;
        }

        @Override
        public List<Effect> refused(Asking asking, Refusal why) {
            return asking.opening().settled(Optional.of(why));
        }
    }
}
