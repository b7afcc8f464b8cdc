package dev.parley.ikev1.phase2;

import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.exchange.Lockstep;
import dev.parley.isakmp.exchange.Stage;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says the messages of Quick Mode and hands over the pair that comes of them. */
final class QuickStage implements Stage<Phase2Line, QuickParty> {
    private final Function<QuickParty, List<Effect>> made;

    /** @param made what follows from a pair's being there */
    QuickStage(Function<QuickParty, List<Effect>> made) {
        this.made = made;
    }

    @Override
    public List<Effect> say(
            Phase2Line line, QuickParty party, MessageRule rule, List<Payload> payloads, Lockstep.Then then)
            throws Refusal {
        Ikev1Sa sa = line.sa();
        List<Payload> behindHash = payloads.subList(1, payloads.size());
        Bytes octets = Protected.seal(
                sa,
                line.chain(),
                Ikev1Exchanges.QUICK.number(),
                line.messageId(),
                behindHash,
                party.proof(rule.number(), line.messageId()));
        List<Effect> effects = new ArrayList<>();
        effects.add(Notes.message(
                Kind.SENT, "sent", "message " + rule.number() + " of Quick Mode", "HDR*", payloads, sa.registry()));
        effects.addAll(line.running().say(sa.path().carry(octets), then));
        return effects;
    }

    @Override
    public Step<Phase2Line, IsakmpMessage> over(Phase2Line line, QuickParty party) {
        line.whole();
        party.wipe();
        List<Effect> effects = new ArrayList<>(made.apply(party));
        effects.add(new Effect.StartTimer(line.lingering(), Defaults.HANDSHAKE.total()));
        return Step.done(effects);
    }
}
