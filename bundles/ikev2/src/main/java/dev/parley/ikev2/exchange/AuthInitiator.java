package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.extension.InitialContact;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.PreSharedKeyProof;
import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.AuthPayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ikev2.proposal.Narrowing;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The initiator's side of IKE_AUTH with a pre-shared key (RFC 7296 sections 1.2, 2.15, 2.21.2). */
final class AuthInitiator {
    private AuthInitiator() {}

    /** The secret is there: derives the keys and sends IDi, IDr, AUTH, SAi2, TSi, TSr. */
    static Step<IkeSa, IkeMessage> start(
            IkeSa sa, SaInitInitiator.Intent intent, ChosenSuite suite, Handshake handshake, SharedSecret agreed)
            throws Refusal {
        IkeAlgorithms algorithms = suite.resolve(sa.environment().catalog());
        IkeKeys keys;
        try (SharedSecret secret = agreed) {
            keys = IkeKeys.derive(algorithms, secret, handshake.ni(), handshake.nr(), sa.spiI(), sa.spiR());
        }
        Policy policy = intent.wish().policy();
        IdPayload idI = IdPayload.of(Role.INITIATOR, policy.local().identity());
        Bytes proof = PreSharedKeyProof.of(
                algorithms.prf(),
                PreSharedKey.of(policy),
                handshake.realMessage1(),
                handshake.nr(),
                sa.registry().body(idI),
                keys.skPi());
        ChildCreation.Request child = intent.child();
        List<Payload> payloads = new ArrayList<>(List.of(
                idI,
                IdPayload.of(Role.RESPONDER, policy.remote().identity()),
                new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, proof),
                new SaPayload(child.offer().proposals(ProtocolId.ESP, child.spi()))));
        payloads.addAll(child.wanted().payloads());
        payloads.addAll(InitialContact.payloads(sa, policy));
        sa.keyed(suite, keys);
        List<Effect> effects = new ArrayList<>(sa.ask(ExchangeType.IKE_AUTH, payloads));
        effects.add(0, KeyLogLines.ike(sa.spiI(), sa.spiR(), suite, keys));
        effects.add(0, new Effect.Join(InitialContact.between(policy)));
        return IkeExchange.to(new AwaitAuthResponse(intent, handshake), effects);
    }

    /** We sent our proof and await the peer's. */
    record AwaitAuthResponse(SaInitInitiator.Intent intent, Handshake handshake) implements IkeExchange {
        /** A refusal of the child of a peer that has proven itself ends an established SA: it is deleted, not forgotten. */
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) throws Refusal {
            Identity peer = authenticate(sa, response);
            Policy policy = intent.wish().policy();
            if (response.find(SaPayload.class).isEmpty()) {
                return withoutChild(sa, response, peer);
            }
            ChildCreation.Agreement agreed;
            ChildSa child;
            try {
                agreed = agreement(sa, response, peer);
                child = ChildCreation.pair(sa, sa.path(), Optional.empty(), handshake.ni(), handshake.nr(), agreed);
            } catch (Refusal refusal) {
                sa.established(policy, peer, response.when().monotonic());
                throw refusal;
            }
            sa.established(policy, peer, response.when().monotonic());
            sa.children().added(child);
            List<Effect> effects = new ArrayList<>(Established.effects(sa, response));
            Optional<Refusal> unfit = Wanted.unfit(agreed.narrowing());
            if (unfit.isPresent()) {
                CreateChildInitiator.delete(sa, child, unfit.get().getMessage());
                effects.add(Hints.refused(unfit.get()));
                effects.add(new Effect.Settled(intent.wish(), unfit));
                return IkeExchange.done(effects);
            }
            return IkeExchange.to(
                    Working.change(child.placed(), List.of(), done -> {
                        List<Effect> settled = new ArrayList<>(Established.child(sa, child));
                        settled.addAll(intent.child().wanted().remarks(agreed.narrowing()));
                        settled.add(new Effect.Settled(intent.wish(), Optional.empty()));
                        return IkeExchange.done(settled);
                    }),
                    effects);
        }

        private Identity authenticate(IkeSa sa, IkeMessage response) throws Refusal {
            Optional<AuthPayload> auth = response.find(AuthPayload.class);
            if (auth.isEmpty()) {
                String said = response.error()
                        .map(error -> NotifyType.name(error.notifyType()))
                        .orElse("nothing that proves who it is");
                throw new Refusal(
                                Blame.AUTHENTICATION_FAILED,
                                NotifyType.code(NotifyType.AUTHENTICATION_FAILED),
                                "the peer answers " + said + " (RFC 7296 section 2.21.2)")
                        .with(hints(said));
            }
            Policy policy = intent.wish().policy();
            IdPayload idR = response.id(Role.RESPONDER)
                    .orElseThrow(() -> new Refusal(Blame.AUTHENTICATION_FAILED, "IDr is missing"));
            if (idR.identity().filter(policy.remote().identity()::matches).isEmpty()) {
                throw new Refusal(
                                Blame.AUTHENTICATION_FAILED,
                                "the peer says it is "
                                        + idR.identity().map(Identity::toString).orElse("of an unknown kind")
                                        + ", the policy wants "
                                        + policy.remote().identity())
                        .with(List.of("compare 'id' of 'remote' here with what the peer calls itself"));
            }
            if (auth.get().method() != AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE) {
                throw new Refusal(
                        Blame.AUTHENTICATION_FAILED,
                        "the peer proves itself by "
                                + AuthMethod.name(auth.get().method()) + ", the policy has a pre-shared key");
            }
            Bytes proof = PreSharedKeyProof.of(
                    sa.suite().orElseThrow().resolve(sa.environment().catalog()).prf(),
                    PreSharedKey.of(policy),
                    handshake.realMessage2(),
                    handshake.ni(),
                    sa.registry().body(idR),
                    sa.keys().orElseThrow().skPr());
            if (!PreSharedKeyProof.matches(auth.get().data(), proof)) {
                throw new Refusal(
                                Blame.AUTHENTICATION_FAILED,
                                "the peer's AUTH payload does not verify (RFC 7296 section 2.15)")
                        .with(Hints.SECRETS_DIFFER);
            }
            return policy.remote().identity();
        }

        private List<String> hints(String said) {
            return said.equals(NotifyType.name(NotifyType.AUTHENTICATION_FAILED))
                    ? Hints.authenticationRefused(intent.wish().policy())
                    : List.of();
        }

        private ChildCreation.Agreement agreement(IkeSa sa, IkeMessage response, Identity peer) throws Refusal {
            List<Proposal> answered = response.need(SaPayload.class, "SAr2").proposals();
            Choice choice =
                    Choice.accept(answered, ProtocolId.ESP, intent.child().offer());
            Narrowing narrowing =
                    intent.child().wanted().granted(sa.path(), intent.child().child(), response);
            return new ChildCreation.Agreement(
                    intent.wish().policy(),
                    peer,
                    Role.INITIATOR,
                    choice.suite(),
                    narrowing,
                    intent.child().spi(),
                    Selectors.spi(choice.answer()));
        }

        /** The IKE SA stands, the child does not (section 2.21.2). */
        private Step<IkeSa, IkeMessage> withoutChild(IkeSa sa, IkeMessage response, Identity peer) {
            sa.established(intent.wish().policy(), peer, response.when().monotonic());
            List<Effect> effects = new ArrayList<>(Established.effects(sa, response));
            Optional<NotifyPayload> error = response.error();
            Optional<Wanted> pair = error.filter(each -> each.notifyType() == NotifyType.SINGLE_PAIR_REQUIRED)
                    .flatMap(each -> Wanted.firstPair(intent.child().child()));
            if (pair.isPresent()) {
                effects.add(pair.get().narrowed(intent.child().child()));
                sa.agenda()
                        .add(CreateChildInitiator.CreateChild.fresh(
                                        intent.child().child(), Optional.of(intent.wish()))
                                .only(pair.get()));
                return IkeExchange.done(effects);
            }
            String said = error.map(each -> NotifyType.name(each.notifyType())).orElse("no SA payload");
            Refusal refusal = new Refusal(
                            Blame.NO_AGREEMENT,
                            "the peer is authenticated but refuses child "
                                    + intent.child().child().name() + ": " + said)
                    .with(Hints.childRefused(
                            error.map(NotifyPayload::notifyType).orElse(0),
                            intent.child().child(),
                            intent.child().offer()));
            effects.add(Hints.refused(refusal));
            effects.add(new Effect.Settled(intent.wish(), Optional.of(refusal)));
            return IkeExchange.done(effects);
        }
    }
}
