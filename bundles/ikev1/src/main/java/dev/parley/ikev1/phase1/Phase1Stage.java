package dev.parley.ikev1.phase1;

import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ikev1.protection.CbcChain;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ikev1.sa.Ikev1Sa.Established;
import dev.parley.ikev1.sa.IvChain;
import dev.parley.ikev1.sa.Notes;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.exchange.Lockstep;
import dev.parley.isakmp.exchange.Stage;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.MessageRule.Protection;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says the messages of phase 1, in the clear until there are keys, and hands over what it has come to. */
final class Phase1Stage implements Stage<Phase1Line, Phase1Party> {
    /** Hears that a course is the one. */
    @FunctionalInterface
    interface Winner {
        void won(Phase1Line line, Phase1Party party, Established established);
    }

    private final Setting setting;
    private final Winner winner;

    Phase1Stage(Setting setting, Winner winner) {
        this.setting = setting;
        this.winner = winner;
    }

    @Override
    public List<Effect> say(
            Phase1Line line, Phase1Party party, MessageRule rule, List<Payload> payloads, Lockstep.Then then)
            throws Refusal {
        boolean encrypted = rule.protection() == Protection.ENCRYPTED;
        line.moved(way(line, party, encrypted));
        Bytes octets = encrypted
                ? sealed(line, party, payloads)
                : IsakmpMessage.compose(
                        line.initiatorCookie(),
                        line.responderCookie(),
                        rule.exchange(),
                        0,
                        0,
                        payloads,
                        setting.registry());
        List<Effect> effects = new ArrayList<>();
        effects.add(Notes.message(
                Kind.SENT,
                "sent",
                "message " + rule.number() + " of " + setting.table().name(),
                encrypted ? "HDR*" : "HDR",
                payloads,
                setting.registry()));
        effects.addAll(line.running().say(line.path().carry(octets), then));
        return effects;
    }

    /** With a NAT in between the initiator goes to the other port as soon as it can encrypt (RFC 3947 section 4). */
    private Ikev1Path way(Phase1Line line, Phase1Party party, boolean encrypted) {
        Ikev1Path now = line.path();
        Ikev1Path known = new Ikev1Path(
                now.local(),
                now.remote(),
                party.path().weAreBehindNat(),
                party.path().peerIsBehindNat());
        Optional<Endpoint> local = setting.environment().encapsulated(now.local());
        Optional<Endpoint> remote = party.policy().remote().encapsulated();
        boolean floats = encrypted
                && setting.role() == Role.INITIATOR
                && known.translated()
                && local.isPresent()
                && remote.isPresent();
        return floats ? known.through(local.get(), remote.get()) : known;
    }

    private Bytes sealed(Phase1Line line, Phase1Party party, List<Payload> payloads) throws Refusal {
        Phase1Algorithms with = party.algorithms();
        IvChain chain = line.chain(party);
        Bytes plain = setting.registry().encode(payloads);
        CbcChain.Head head = new CbcChain.Head(
                line.initiatorCookie(),
                line.responderCookie(),
                PayloadRegistry.first(payloads),
                setting.table().number(),
                0,
                0);
        try {
            Bytes octets = CbcChain.seal(
                    with,
                    party.keys().encryption(),
                    chain.next(),
                    head,
                    Bytes.concat(plain, CbcChain.padding(with, plain)));
            chain.moved(CbcChain.next(with, octets));
            return octets;
        } catch (GeneralSecurityException unable) {
            throw new Refusal(Blame.LOCAL_FAILURE, with.cipher().key() + " did not encrypt: " + unable.getMessage());
        }
    }

    @Override
    public Step<Phase1Line, IsakmpMessage> over(Phase1Line line, Phase1Party party) throws Refusal {
        winner.won(
                line,
                party,
                new Established(
                        setting.role(),
                        line.initiatorCookie(),
                        line.responderCookie(),
                        party.policy(),
                        party.peer(),
                        party.chosen().suite(),
                        party.keys(),
                        party.vendors(),
                        party.chosen().seconds(),
                        line.chain(party).next()));
        return Step.done(List.of());
    }
}
