package dev.parley.kink.exchange;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Awaiting;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Opening;
import dev.parley.kink.peer.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Initiator's side of CREATE, RFC 4430 section 3.2. */
public final class CreateInitiator {
    private CreateInitiator() {}

    /**
     * A child that is to have a pair of SAs.
     *
     * @param replaced the pair that goes once the new one is there
     */
    public record Wanted(ChildPolicy child, Optional<Pair> replaced) {
        /** What is to be replaced may have gone while a ticket was asked for. */
        private boolean stands(KinkPeer peer) {
            return replaced.isEmpty()
                    || peer.pairs()
                            .of(replaced.get().inboundSpi())
                            .filter(pair -> pair.stage() == Pair.Stage.UP)
                            .isPresent();
        }
    }

    /** Pairs for children of one policy, a KINK_ISAKMP each. */
    public record Create(Policy policy, List<Wanted> wanted, List<IpsecWish> wishes) implements Opening {
        @Override
        public int type() {
            return KinkMessageType.CREATE;
        }

        @Override
        public Step<Asking, Heard> open(Asking asking) throws Refusal {
            List<Offer> offers = new ArrayList<>();
            for (Wanted each : wanted) {
                if (each.stands(asking.peer())) {
                    offers.add(Offer.of(asking, policy, each.child(), each.replaced()));
                }
            }
            if (offers.isEmpty()) {
                throw new Refusal(Blame.LOCAL_FAILURE, "what was to be replaced was deleted meanwhile");
            }
            return exchangingKeys(asking, List.of(), offers);
        }

        /** Whether it makes a pair in the place of this one. */
        public boolean replaces(Pair pair) {
            return wanted.stream()
                    .flatMap(each -> each.replaced().stream())
                    .anyMatch(each -> each.inboundSpi().equals(pair.inboundSpi()));
        }

        /** Whether it makes a pair for this child. */
        public boolean makes(String child) {
            return wanted.stream().anyMatch(each -> each.child().name().equals(child));
        }
    }

    /** Begins the key exchanges of those {@code left} that want one, one after the other. */
    private static Step<Asking, Heard> exchangingKeys(Asking asking, List<Offer> ready, List<Offer> left)
            throws Refusal {
        if (left.isEmpty()) {
            return installing(asking, ready);
        }
        Offer next = left.get(0);
        List<Offer> others = left.subList(1, left.size());
        Optional<Algorithm> method = KeyExchanges.method(next.traffic().child());
        if (method.isEmpty()) {
            return exchangingKeys(asking, appended(ready, next), others);
        }
        return Step.to(Working.start(
                KeyExchanges.begin(asking.peer().environment().catalog(), method.get()),
                begun -> exchangingKeys(asking, appended(ready, next.with(begun)), others)));
    }

    /** The optimistic inbound SAs must be there before anything is said (section 3.2, step 1). */
    private static Step<Asking, Heard> installing(Asking asking, List<Offer> offers) throws Refusal {
        List<Offer> ready = new ArrayList<>();
        List<Effect.Placed> install = new ArrayList<>();
        for (Offer offer : offers) {
            Offer next = offer.ke().isPresent() ? offer : offer.optimistic(asking);
            next.inbound().ifPresent(sa -> install.add(new Effect.Placed(sa, true)));
            ready.add(next);
        }
        List<Payload> payloads = new ArrayList<>();
        for (Offer offer : ready) {
            payloads.add(offer.payload());
        }
        AwaitReply await = new AwaitReply(List.copyOf(ready));
        return install.isEmpty()
                ? Step.to(await, asking.say(payloads))
                : Step.to(Working.change(install, List.of(), done -> Step.to(await, asking.say(payloads))));
    }

    /** We sent CREATE and await what the responder makes of each Quick Mode. */
    record AwaitReply(List<Offer> offers) implements Awaiting {
        @Override
        public Step<Asking, Heard> receive(Asking asking, Heard reply) throws Refusal {
            return Created.judge(asking, offers, reply);
        }

        @Override
        public List<Effect> abandon(Asking asking) {
            List<IpsecSa> installed =
                    offers.stream().flatMap(offer -> offer.inbound().stream()).toList();
            return installed.isEmpty() ? List.of() : List.of(Standing.removed(asking.peer(), installed));
        }

        /** The responder may have installed a pair that we know nothing of. */
        @Override
        public List<Effect> givenUp(Asking asking, Refusal why) {
            offers.forEach(offer -> asking.peer().owe(offer.named()));
            return refused(asking, why);
        }

        @Override
        public List<Effect> refused(Asking asking, Refusal why) {
            List<Effect> effects = new ArrayList<>(abandon(asking));
            effects.addAll(asking.opening().settled(Optional.of(why)));
            return effects;
        }
    }

    private static List<Offer> appended(List<Offer> offers, Offer next) {
        List<Offer> all = new ArrayList<>(offers);
        all.add(next);
        return List.copyOf(all);
    }
}
