package dev.parley.ikev2.sa;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A message as an exchange sees it: opened, decoded, counted; with the datagram it came in. */
public record IkeMessage(Message<IsakmpHeader> message, Datagram datagram, Moment when) {
    public IsakmpHeader header() {
        return message.header();
    }

    /** What an answer to it needs, and no more: the payloads of a stranger take many times the room of his octets. */
    public IkeMessage bare() {
        return new IkeMessage(new Message<>(header(), List.of(), wire()), datagram, when);
    }

    public Bytes wire() {
        return message.wire();
    }

    public List<Payload> payloads() {
        return message.payloads();
    }

    public <P extends Payload> Optional<P> find(Class<P> kind) {
        return message.find(kind);
    }

    /** It has to be of this exchange type. */
    public void of(int exchange) throws Refusal {
        if (header().exchangeType() != exchange) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    ExchangeType.name(header().exchangeType()) + " came where " + ExchangeType.name(exchange)
                            + " is due (RFC 7296 section 1.2)");
        }
    }

    /** The payload that the exchange cannot do without. */
    public <P extends Payload> P need(Class<P> kind, String name) throws Refusal {
        return find(kind).orElseThrow(() -> new Refusal(Blame.PEER_MISBEHAVED, name + " is missing"));
    }

    public List<NotifyPayload> notifies() {
        return message.all(NotifyPayload.class).toList();
    }

    public Optional<NotifyPayload> notification(int notifyType) {
        return first(NotifyPayload.class, each -> each.notifyType() == notifyType);
    }

    /** The first error among the notifications. */
    public Optional<NotifyPayload> error() {
        return first(NotifyPayload.class, NotifyPayload::isError);
    }

    public Optional<IdPayload> id(Role role) {
        return first(IdPayload.class, each -> each.role() == role);
    }

    public Optional<TsPayload> ts(Role role) {
        return first(TsPayload.class, each -> each.role() == role);
    }

    /** The first payload of {@code kind} that is as {@code wanted}. */
    public <P extends Payload> Optional<P> first(Class<P> kind, Predicate<P> wanted) {
        for (Payload payload : message.payloads()) {
            if (kind.isInstance(payload) && wanted.test(kind.cast(payload))) {
                return Optional.of(kind.cast(payload));
            }
        }
        return Optional.empty();
    }
}
