package dev.parley.examples.base;

import dev.parley.crypto.Key;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.crypto.RoundTrip;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.exchange.Contents;
import dev.parley.isakmp.exchange.Party;
import dev.parley.isakmp.exchange.Preparation;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One side of RFC 2408 section 4.4: SA, NONCE; SA, NONCE; KE, IDii, AUTH; KE, IDir, AUTH. {@code said}: bodies by who and what. */
record Walker(
        Policy policy, Environment env, Role role, List<Proposal> sa, Map<String, Bytes> said, Optional<RoundTrip> kex)
        implements Party<Walker> {
    private static final List<String> METHODS = List.of("x25519", "modp-2048");
    private static final List<Transform> BOTH = List.of(new Transform(1, 0, List.of()), new Transform(2, 1, List.of()));
    private static final List<Proposal> OFFER = List.of(new Proposal(1, ToyDoi.ISAKMP, Bytes.EMPTY, BOTH));

    static Walker of(Policy policy, Environment env, Role role) {
        Map<String, Bytes> nonce = Map.of(role + "NONCE", env.random().bytes(16));
        return new Walker(policy, env, role, OFFER, nonce, Optional.empty());
    }

    public Walker take(MessageRule rule, Contents heard) throws Refusal {
        Walker next = this;
        for (Slot slot : rule.slots()) {
            next = next.with(rule.sender() + slot.name(), heard.body(slot.name()));
        }
        if (rule.number() <= 2) {
            List<Proposal> chosen = chosen(heard.one("SA", SaPayload.class).proposals());
            return new Walker(policy, env, role, chosen, next.said, kex);
        }
        Key due = next.proof(rule.sender(), policy.remote().identity().value());
        if (due.equals(Key.of(heard.body("AUTH")))) {
            return next;
        }
        throw refused(NotifyType.AUTHENTICATION_FAILED, "AUTH is not what the peer's would be");
    }

    private List<Proposal> chosen(List<Proposal> theirs) throws Refusal {
        return role == Role.INITIATOR
                ? Choice.verified(sa, theirs, BaseComponent.TOY::unmodified)
                : Choice.of(theirs, sa, BaseComponent.TOY::accepts)
                        .orElseThrow(() -> refused(NotifyType.NO_PROPOSAL_CHOSEN, "nothing that we take"));
    }

    public List<Payload> fill(MessageRule rule, Slot slot) {
        Bytes id = policy.local().identity().value();
        return switch (slot.name()) {
            case "SA" -> List.of(new SaPayload(BaseComponent.TOY.number(), Situation.supported(Bytes.EMPTY), sa));
            case "NONCE" -> List.of(new NoncePayload(said.get(role + "NONCE")));
            case "KE" -> List.of(new KePayload(said.get(role + "KE")));
            case "AUTH" -> List.of(new HashPayload(proof(role, id).reveal()));
            default -> List.of(new IdPayload(2, Bytes.zeros(3), id));
        };
    }

    public Optional<Preparation<Walker>> before(int number) {
        boolean due = number == 3 && kex.isEmpty()
                || number > 3 && kex.flatMap(RoundTrip::secret).isEmpty();
        String name = METHODS.get(sa.get(0).transforms().get(0).id());
        KeyExchangeMethod method =
                env.catalog().find(KeyExchangeMethod.class, name).orElseThrow();
        Bytes theirs = said.getOrDefault(role.other() + "KE", Bytes.EMPTY);
        Work<Walker> work = Work.computing(
                method.key(),
                random -> with(
                        switch (number) {
                            case 3 -> RoundTrip.initiate(method, OptionalInt.empty(), random);
                            case 4 -> RoundTrip.respond(method, OptionalInt.empty(), random, theirs);
                            default -> kex.orElseThrow().hear(theirs);
                        }));
        return due ? Optional.of(Preparation.work(work)) : Optional.empty();
    }

    Key key() {
        return prf(kex.flatMap(RoundTrip::secret).orElseThrow().toKey());
    }

    private Key proof(Role who, Bytes id) {
        return prf(Key.of(Bytes.concat(Bytes.of(who.ordinal()), said.get(who + "KE"), id)));
    }

    private Key prf(Key data) {
        Key nonces = Key.of(Bytes.concat(said.get("INITIATORNONCE"), said.get("RESPONDERNONCE")));
        Prf prf = env.catalog().find(Prf.class, "hmac-sha2-256").orElseThrow();
        return prf.prf(prf.prf(policy.secret().orElseThrow().toKey(), nonces), data);
    }

    private Walker with(String what, Bytes body) {
        Map<String, Bytes> more = new HashMap<>(said);
        more.put(what, body);
        return new Walker(policy, env, role, sa, more, kex);
    }

    private Walker with(RoundTrip now) {
        return new Walker(policy, env, role, sa, said, Optional.of(now)).with(role + "KE", now.said());
    }

    private static Refusal refused(int notifyType, String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(notifyType), why);
    }
}
