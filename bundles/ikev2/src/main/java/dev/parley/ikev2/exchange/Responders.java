package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Step;

/** Which exchange answers a request on an established IKE SA (RFC 7296 sections 1.3 and 1.4). */
public final class Responders {
    private Responders() {}

    /** What awaits a request of this exchange type. */
    public static IkeExchange of(int exchangeType) {
        return switch (exchangeType) {
            case ExchangeType.INFORMATIONAL -> new InformationalResponder.AwaitInformationalRequest();
            case ExchangeType.CREATE_CHILD_SA -> new CreateChildResponder.AwaitCreateChildRequest();
            default -> new AwaitNothing();
        };
    }

    /** An exchange that RFC 7296 does not have. */
    private record AwaitNothing() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    NotifyType.code(NotifyType.INVALID_SYNTAX),
                    ExchangeType.name(request.header().exchangeType()) + " is not supported");
        }
    }
}
