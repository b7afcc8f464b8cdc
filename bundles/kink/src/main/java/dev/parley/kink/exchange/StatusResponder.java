package dev.parley.kink.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.message.QuickModeGrammar;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Heard;
import java.util.ArrayList;
import java.util.List;

/** Responder's side of STATUS: it is answered whatever it says (RFC 4430 sections 3.4 and 6.5). */
public final class StatusResponder {
    private StatusResponder() {}

    /** We await the command, which is here. */
    public record AwaitStatus() implements Exchange<Answering, Heard> {
        @Override
        public Step<Answering, Heard> receive(Answering answering, Heard command) throws Refusal {
            List<Effect> effects = new ArrayList<>();
            List<Payload> faults = new ArrayList<>();
            for (Payload payload : command.payloads()) {
                if (payload.type().equals(KinkPayloads.ISAKMP)) {
                    Faults.of(command.header(), QuickModeGrammar.NOTICE, payload)
                            .ifPresent(fault -> faults.add(fault.answer()));
                }
            }
            command.all(IsakmpPayload.class)
                    .flatMap(isakmp -> isakmp.payloads().stream())
                    .filter(NotificationPayload.class::isInstance)
                    .map(NotificationPayload.class::cast)
                    .forEach(notification -> effects.add(new Effect.Emit(new NegotiationEvent(
                            Kind.NOTE, "status", "the peer says " + NotifyType.name(notification.notifyType())))));
            effects.addAll(answering.reply(faults));
            return Step.done(effects);
        }
    }
}
