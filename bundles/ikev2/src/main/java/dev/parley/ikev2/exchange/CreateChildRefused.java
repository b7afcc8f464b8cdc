package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows when the peer makes no child (RFC 7296 sections 1.3, 2.25): the IKE SA stands, if the ends are in step. */
final class CreateChildRefused {
    private CreateChildRefused() {}

    static Step<IkeSa, IkeMessage> by(IkeMessage response, IkeSa sa, CreateChildInitiator.AwaitChildCreated awaited)
            throws Refusal {
        awaited.abandon(sa);
        CreateChildInitiator.CreateChild asked = awaited.asked();
        NotifyPayload error = response.error()
                .orElseThrow(() -> new Refusal(Blame.PEER_MISBEHAVED, "the peer answers CREATE_CHILD_SA with nothing"));
        boolean crossed = asked.replaces()
                .flatMap(old -> sa.rekeying().takeCrossing(old.inboundSpi()))
                .isPresent();
        if (crossed) {
            asked.replaces().ifPresent(old -> sa.children().superseded(old));
            return IkeExchange.done(Settlement.good(asked.wish()));
        }
        boolean more = asked.attempt() < Defaults.MAX_ATTEMPTS;
        switch (error.notifyType()) {
            case NotifyType.INVALID_KE_PAYLOAD:
                if (more && error.data().length() == 2) {
                    int wanted = (int) error.data().number(0, 2);
                    if (awaited.offer().keyExchange(wanted).isPresent()
                            && awaited.begun()
                                    .filter(key -> key.number() == wanted)
                                    .isEmpty()) {
                        sa.agenda().add(asked.again(Optional.of(wanted)));
                        return IkeExchange.done(List.of());
                    }
                }
                break;
            case NotifyType.TEMPORARY_FAILURE:
                return more
                        ? IkeExchange.done(sa.defer(asked.again(asked.group()), asked.attempt()))
                        : outOfStep(sa, asked.wish());
            case NotifyType.CHILD_SA_NOT_FOUND:
                if (asked.replaces().isPresent()) {
                    return anew(sa, asked, asked.replaces().get());
                }
                break;
            case NotifyType.SINGLE_PAIR_REQUIRED:
                Optional<Wanted> pair = Wanted.firstPair(asked.child());
                if (pair.isPresent()
                        && asked.replaces().isEmpty()
                        && asked.only().isEmpty()) {
                    sa.agenda().add(asked.only(pair.get()));
                    return IkeExchange.done(List.of(pair.get().narrowed(asked.child())));
                }
                break;
            default:
                break;
        }
        return refused(sa, asked, error.notifyType());
    }

    /** Section 2.25: who answers TEMPORARY_FAILURE for minutes is out of step with us. The IKE SA is closed. */
    static Step<IkeSa, IkeMessage> outOfStep(IkeSa sa, Optional<Wish> wish) {
        String why =
                "the peer answers TEMPORARY_FAILURE for minutes: the ends are out of step, and the IKE SA is closed"
                        + " (RFC 7296 section 2.25)";
        Refusal refusal = new Refusal(Blame.NO_AGREEMENT, NotifyType.code(NotifyType.TEMPORARY_FAILURE), why);
        sa.agenda().add(new InformationalInitiator.DeleteIke(why, Optional.empty()));
        List<Effect> effects = new ArrayList<>(List.of(Hints.refused(refusal)));
        effects.addAll(Settlement.bad(wish, refusal));
        return IkeExchange.done(effects);
    }

    /** Section 2.25.1: the peer does not know the old child; it goes, and a new one is made. */
    private static Step<IkeSa, IkeMessage> anew(IkeSa sa, CreateChildInitiator.CreateChild asked, ChildSa old) {
        if (sa.children().from(old.inboundSpi()).isEmpty()) {
            return IkeExchange.done(Settlement.good(asked.wish()));
        }
        return Step.to(Working.change(List.of(), old.both(), done -> {
            sa.children().removed(old);
            sa.agenda().add(CreateChildInitiator.CreateChild.fresh(asked.child(), asked.wish()));
            return IkeExchange.done(InformationalResponder.removed(old, "the peer does not know it"));
        }));
    }

    private static Step<IkeSa, IkeMessage> refused(IkeSa sa, CreateChildInitiator.CreateChild asked, int notifyType) {
        Refusal refusal = new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(notifyType),
                        "the peer makes no child SA for " + asked.child().name() + ": " + NotifyType.name(notifyType))
                .with(Hints.childRefused(
                        notifyType,
                        asked.child(),
                        Offer.laterEsp(asked.child().suites(), sa.environment().catalog())));
        List<Effect> effects = new ArrayList<>(List.of(Hints.refused(refusal)));
        effects.addAll(Settlement.bad(asked.wish(), refusal));
        return IkeExchange.done(effects);
    }
}
