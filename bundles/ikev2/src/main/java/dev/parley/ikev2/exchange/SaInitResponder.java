package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.extension.NatDetection;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The responder's side of IKE_SA_INIT (RFC 7296 sections 1.2, 2.7). Whom it talks to is not known yet. */
public final class SaInitResponder {
    private SaInitResponder() {}

    /** Where the peer's messages find the IKE SA that is ours under {@code spi}. */
    public static LaneKey spi(Bytes spi) {
        return new LaneKey("ikev2", "spi", spi);
    }

    /** The first message is on its way to us. */
    public record AwaitSaInitRequest() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            KePayload ke = request.need(KePayload.class, "KEi");
            Choice chosen = choose(sa, request, ke.group());
            Algorithm method = chosen.suite().keyExchange().orElseThrow();
            int group = chosen.keyExchangeNumber().orElseThrow();
            if (group != ke.group()) {
                return wrongGroup(sa, request, group);
            }
            return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Answered>start(
                            KeyExchanges.answer(sa, method, ke), answered -> answer(sa, request, chosen, answered))
                    .orElse(refusal -> {
                        throw KeyExchanges.unsound(refusal);
                    }));
        }
    }

    /** By the first policy that agrees; the peer's own, which is known when it says who it is, must allow it too. */
    private static Choice choose(IkeSa sa, IkeMessage request, int guessed) throws Refusal {
        List<Policy> policies = sa.environment()
                .database(PeerAuthorizationDatabase.class)
                .at("ikev2", request.datagram().local(), request.datagram().remote());
        List<Proposal> offered = request.need(SaPayload.class, "SAi1").proposals();
        Refusal last = new Refusal(
                Blame.NO_AGREEMENT,
                NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN),
                "no connection is configured between " + request.datagram().local() + " and "
                        + request.datagram().remote());
        Set<List<Suite>> refused = new HashSet<>();
        for (Policy policy : policies) {
            if (refused.contains(policy.suites())) {
                continue;
            }
            try {
                Offer acceptable = Offer.ike(policy.suites(), sa.environment().catalog());
                return Choice.of(offered, ProtocolId.IKE, acceptable, Bytes.EMPTY, OptionalInt.of(guessed));
            } catch (Refusal refusal) {
                refused.add(policy.suites());
                last = refusal;
            }
        }
        throw last;
    }

    /** Section 1.2: says which group it should have been, and forgets. */
    private static Step<IkeSa, IkeMessage> wrongGroup(IkeSa sa, IkeMessage request, int group) {
        List<Effect> effects = new ArrayList<>(sa.speech()
                .answerClear(
                        request, List.of(NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(group, 2)))));
        effects.add(new Effect.Emit(new NegotiationEvent(
                Kind.NOTE, "invalid-ke", "the peer began with a key exchange we do not accept; asked for " + group)));
        sa.closing("asked for another key exchange");
        return IkeExchange.done(effects);
    }

    private static Step<IkeSa, IkeMessage> answer(
            IkeSa sa, IkeMessage request, Choice chosen, KeyExchanges.Answered answered) throws Refusal {
        Bytes ni = request.need(NoncePayload.class, "Ni").nonce();
        Bytes nr = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
        IkeAlgorithms algorithms = chosen.suite().resolve(sa.environment().catalog());
        IkeKeys keys;
        try (SharedSecret secret = answered.secret()) {
            keys = IkeKeys.derive(algorithms, secret, ni, nr, sa.spiI(), sa.spiR());
        }
        sa.moved(NatDetection.examine(request, sa.path()));
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new SaPayload(List.of(chosen.answer())));
        payloads.add(answered.payload());
        payloads.add(new NoncePayload(nr));
        payloads.addAll(NatDetection.payloads(sa.spiI(), sa.spiR(), sa.path()));
        sa.keyed(chosen.suite(), keys);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Listen(spi(sa.spiR())));
        effects.add(KeyLogLines.ike(sa.spiI(), sa.spiR(), chosen.suite(), keys));
        effects.addAll(sa.speech().answerClear(request, payloads));
        Bytes sent = effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(effect -> ((Effect.Send) effect).datagram().octets())
                .findFirst()
                .orElseThrow();
        Handshake handshake = new Handshake(request.wire(), sent, ni, nr);
        return IkeExchange.to(
                new AuthResponder.AwaitAuthRequest(
                        handshake,
                        chosen.answer(),
                        IkePath.between(
                                request.datagram().local(), request.datagram().remote())),
                effects);
    }
}
