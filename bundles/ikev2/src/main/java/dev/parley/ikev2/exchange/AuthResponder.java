package dev.parley.ikev2.exchange;

import dev.parley.ikev2.extension.InitialContact;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.PreSharedKeyProof;
import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.AuthPayload;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.PeerAuthorizationDatabase;
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
import java.util.OptionalInt;

/** The responder's side of IKE_AUTH with a pre-shared key (RFC 7296 sections 1.2, 2.15, 2.21.2). */
final class AuthResponder {
    /** A person finds the right one among so many; a stranger must not have us list thousands. */
    private static final int MOST_NAMED = 20;

    private AuthResponder() {}

    /**
     * We answered IKE_SA_INIT and await the first protected message.
     *
     * @param chosen what we chose before we knew who it is
     * @param asked between whom IKE_SA_INIT went
     */
    record AwaitAuthRequest(Handshake handshake, Proposal chosen, IkePath asked) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            IdPayload idI =
                    request.id(Role.INITIATOR).orElseThrow(() -> new Refusal(Blame.PEER_MISBEHAVED, "IDi is missing"));
            Policy policy = policy(sa, request, idI);
            IkeAlgorithms algorithms =
                    sa.suite().orElseThrow().resolve(sa.environment().catalog());
            verify(sa, algorithms, request, idI, policy);
            Identity peer = policy.remote().identity();
            IdPayload idR = IdPayload.of(Role.RESPONDER, policy.local().identity());
            Bytes proof = PreSharedKeyProof.of(
                    algorithms.prf(),
                    PreSharedKey.of(policy),
                    handshake.realMessage2(),
                    handshake.ni(),
                    sa.registry().body(idR),
                    sa.keys().orElseThrow().skPr());
            List<Payload> answer = List.of(idR, new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, proof));
            if (request.find(SaPayload.class).isEmpty()) {
                return answered(sa, request, policy, answer, List.of(), List.of());
            }
            try {
                return install(sa, request, policy, peer, answer);
            } catch (Refusal refusal) {
                return withoutChild(sa, request, policy, answer, refusal);
            }
        }

        /** The policy that names this peer, and us if it asked for somebody, and allows what was chosen. */
        private Policy policy(IkeSa sa, IkeMessage request, IdPayload idI) throws Refusal {
            Optional<Identity> us = request.id(Role.RESPONDER).flatMap(IdPayload::identity);
            PeerAuthorizationDatabase peers = sa.environment().database(PeerAuthorizationDatabase.class);
            List<Policy> naming = idI.identity()
                    .map(peer -> peers.naming("ikev2", asked.local(), asked.remote(), peer, us))
                    .orElse(List.of());
            return naming.stream()
                    .filter(policy -> allows(sa, policy))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                                    Blame.AUTHENTICATION_FAILED,
                                    "no connection is configured for "
                                            + idI.identity()
                                                    .map(Identity::toString)
                                                    .orElse("an identity of an unknown kind")
                                            + us.map(wanted -> " asking for " + wanted)
                                                    .orElse(""))
                            .with(List.of("configured are: "
                                    + String.join(
                                            ", ",
                                            peers.at("ikev2", asked.local(), asked.remote()).stream()
                                                    .filter(policy -> allows(sa, policy))
                                                    .limit(MOST_NAMED)
                                                    .map(each -> each.name() + " ("
                                                            + each.remote().identity() + " asking for "
                                                            + each.local().identity() + ")")
                                                    .toList()))));
        }

        private boolean allows(IkeSa sa, Policy policy) {
            try {
                Offer acceptable = Offer.ike(policy.suites(), sa.environment().catalog());
                Choice.of(List.of(chosen), ProtocolId.IKE, acceptable, Bytes.EMPTY, OptionalInt.empty());
                return true;
            } catch (Refusal otherSuites) {
                return false;
            }
        }

        private void verify(IkeSa sa, IkeAlgorithms algorithms, IkeMessage request, IdPayload idI, Policy policy)
                throws Refusal {
            AuthPayload auth = request.find(AuthPayload.class)
                    .orElseThrow(() -> new Refusal(
                            Blame.AUTHENTICATION_FAILED,
                            "the peer wants to prove itself by EAP, the policy has a pre-shared key"));
            if (auth.method() != AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE) {
                throw new Refusal(
                        Blame.AUTHENTICATION_FAILED,
                        "the peer proves itself by " + AuthMethod.name(auth.method())
                                + ", the policy has a pre-shared key");
            }
            Bytes proof = PreSharedKeyProof.of(
                    algorithms.prf(),
                    PreSharedKey.of(policy),
                    handshake.realMessage1(),
                    handshake.nr(),
                    sa.registry().body(idI),
                    sa.keys().orElseThrow().skPi());
            if (!PreSharedKeyProof.matches(auth.data(), proof)) {
                throw new Refusal(
                                Blame.AUTHENTICATION_FAILED,
                                "the AUTH payload of " + policy.remote().identity()
                                        + " does not verify (RFC 7296 section 2.15)")
                        .with(Hints.SECRETS_DIFFER);
            }
        }

        private Step<IkeSa, IkeMessage> install(
                IkeSa sa, IkeMessage request, Policy policy, Identity peer, List<Payload> answer) throws Refusal {
            IkePath path = sa.path()
                    .through(request.datagram().local(), request.datagram().remote());
            ChildChoice choice = ChildChoice.of(sa, path, policy, peer, request, Optional.empty());
            ChildSa child =
                    ChildCreation.pair(sa, path, Optional.empty(), handshake.ni(), handshake.nr(), choice.agreed());
            List<Payload> whole = new ArrayList<>(answer);
            whole.addAll(choice.payloads());
            return Step.to(Working.<IkeSa, IkeMessage>change(
                            child.placed(),
                            List.of(),
                            done -> answered(sa, request, policy, whole, List.of(child), Established.child(sa, child)))
                    .orElse(refusal -> withoutChild(sa, request, policy, answer, refusal)));
        }

        /** Authenticated, but without a child (section 2.21.2). */
        private Step<IkeSa, IkeMessage> withoutChild(
                IkeSa sa, IkeMessage request, Policy policy, List<Payload> answer, Refusal refusal) throws Refusal {
            List<Payload> whole = new ArrayList<>(answer);
            whole.add(
                    NotifyPayload.of(refusal.code().map(code -> code.number()).orElse(NotifyType.NO_PROPOSAL_CHOSEN)));
            return answered(sa, request, policy, whole, List.of(), List.of(Hints.refused(refusal)));
        }

        private Step<IkeSa, IkeMessage> answered(
                IkeSa sa,
                IkeMessage request,
                Policy policy,
                List<Payload> answer,
                List<ChildSa> children,
                List<Effect> after)
                throws Refusal {
            sa.window().declare(Settings.window(policy));
            List<Payload> whole = new ArrayList<>(answer);
            whole.addAll(InitialContact.payloads(sa, policy));
            List<Effect> sent = sa.answer(request, whole);
            sa.established(policy, policy.remote().identity(), request.when().monotonic());
            children.forEach(sa.children()::added);
            List<Effect> effects = new ArrayList<>(Established.effects(sa, request));
            effects.addAll(sent);
            effects.addAll(after);
            return IkeExchange.done(effects);
        }
    }
}
