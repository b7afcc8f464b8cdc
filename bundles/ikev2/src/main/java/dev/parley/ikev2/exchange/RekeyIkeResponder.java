package dev.parley.ikev2.exchange;

import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Rekeying;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers a CREATE_CHILD_SA that replaces the IKE SA (RFC 7296 sections 1.3.2, 2.8.2, 2.18). */
final class RekeyIkeResponder {
    private RekeyIkeResponder() {}

    static Step<IkeSa, IkeMessage> answer(IkeSa sa, IkeMessage request) throws Refusal {
        if (!possible(sa, request)) {
            return CreateChildResponder.refuse(sa, request, NotifyPayload.of(NotifyType.TEMPORARY_FAILURE));
        }
        sa.rekeying().answers(request.header().messageId(), new Rekeying.Doing.Ike());
        SaPayload offered = request.need(SaPayload.class, "SA");
        KePayload ke = request.need(KePayload.class, "KEi");
        Bytes spiR = sa.environment().random().bytes(IsakmpHeader.COOKIE_OCTETS);
        Offer acceptable =
                Offer.ike(sa.policy().orElseThrow().suites(), sa.environment().catalog());
        Choice choice = Choice.of(offered.proposals(), ProtocolId.IKE, acceptable, spiR, OptionalInt.of(ke.group()));
        Bytes spiI = choice.theirs().spi();
        if (spiI.length() != IsakmpHeader.COOKIE_OCTETS || spiI.isZero()) {
            throw new Refusal(Blame.PEER_MISBEHAVED, "a new IKE SA needs an SPI of 8 octets (RFC 7296 section 3.3.1)");
        }
        int group = choice.keyExchangeNumber().orElseThrow();
        if (ke.group() != group) {
            return CreateChildResponder.refuse(
                    sa, request, NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(group, 2)));
        }
        return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Answered>start(
                        KeyExchanges.answer(sa, choice.suite().keyExchange().orElseThrow(), ke),
                        answered -> answered(sa, request, choice, spiI, spiR, answered))
                .orElse(refusal -> {
                    throw KeyExchanges.unsound(refusal);
                }));
    }

    private static Step<IkeSa, IkeMessage> answered(
            IkeSa sa, IkeMessage request, Choice choice, Bytes spiI, Bytes spiR, KeyExchanges.Answered answered)
            throws Refusal {
        if (!possible(sa, request)) {
            answered.secret().wipe();
            return CreateChildResponder.refuse(sa, request, NotifyPayload.of(NotifyType.TEMPORARY_FAILURE));
        }
        Bytes ni = request.need(NoncePayload.class, "Ni").nonce();
        Bytes nr = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
        IkeAlgorithms algorithms = choice.suite().resolve(sa.environment().catalog());
        IkeKeys keys;
        try (SharedSecret secret = answered.secret()) {
            keys = keys(sa, algorithms, secret, ni, nr, spiI, spiR);
        }
        List<Effect> effects = new ArrayList<>(sa.answer(
                request, List.of(new SaPayload(List.of(choice.answer())), new NoncePayload(nr), answered.payload())));
        IkeSa next = sa.successor(
                Role.RESPONDER, spiI, spiR, choice.suite(), keys, request.when().monotonic());
        effects.addAll(appeared(next, keys));
        if (sa.rekeying().replacingIke()) {
            sa.rekeying().crossed(new Rekeying.Crossing<>(CreateChildInitiator.lower(ni, nr), next));
            next.succession().competesFor(sa);
        } else {
            sa.succession().replacedBy(next);
        }
        effects.add(new Effect.StartTimer(sa.timer(Timers.LIFETIME), Defaults.REPLACED_MILLIS));
        return IkeExchange.done(effects);
    }

    /** Asked again after work: an exchange of ours may have ended meanwhile. */
    private static boolean possible(IkeSa sa, IkeMessage request) {
        Collisions.Asked asked = Collisions.Asked.REKEY_IKE;
        return Collisions.judge(asked, Collisions.mine(sa, request, asked, Optional.empty())) == Collisions.Verdict.DO;
    }

    /** Section 2.18: by the old SA's PRF. */
    static IkeKeys keys(
            IkeSa old, IkeAlgorithms algorithms, SharedSecret secret, Bytes ni, Bytes nr, Bytes spiI, Bytes spiR)
            throws Refusal {
        Prf prf = old.suite().orElseThrow().resolve(old.environment().catalog()).prf();
        return IkeKeys.rekey(prf, old.keys().orElseThrow().skD(), algorithms, secret, ni, nr, spiI, spiR);
    }

    /** A new IKE SA is there. */
    static List<Effect> appeared(IkeSa next, IkeKeys keys) {
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Listen(SaInitResponder.spi(next.ownSpi())));
        effects.add(KeyLogLines.ike(next.spiI(), next.spiR(), next.suite().orElseThrow(), keys));
        effects.add(new Effect.Emit(new NegotiationEvent(
                Kind.ESTABLISHED,
                "ike-sa-rekeyed",
                "new IKE SA with " + next.peer().orElseThrow() + ": "
                        + next.suite().orElseThrow())));
        effects.addAll(Established.watch(next));
        return effects;
    }
}
