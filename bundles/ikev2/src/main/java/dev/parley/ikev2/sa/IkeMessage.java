package dev.parley.ikev2.sa;

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

/** A message as an exchange sees it: opened, decoded, counted; with the datagram it came in. */
public record IkeMessage(Message<IsakmpHeader> message, Datagram datagram, Moment when) {
    public IsakmpHeader header() {
        return message.header();
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

    /** The payload that the exchange cannot do without. */
    public <P extends Payload> P need(Class<P> kind, String name) throws Refusal {
        return find(kind).orElseThrow(() -> new Refusal(Blame.PEER_MISBEHAVED, name + " is missing"));
    }

    public List<NotifyPayload> notifies() {
        return message.all(NotifyPayload.class).toList();
    }

    public Optional<NotifyPayload> notification(int notifyType) {
        return notifies().stream()
                .filter(each -> each.notifyType() == notifyType)
                .findFirst();
    }

    /** The first error among the notifications. */
    public Optional<NotifyPayload> error() {
        return notifies().stream()
                .filter(each -> dev.parley.ikev2.message.NotifyType.isError(each.notifyType()))
                .findFirst();
    }

    public Optional<IdPayload> id(Role role) {
        return message.all(IdPayload.class).filter(each -> each.role() == role).findFirst();
    }

    public Optional<TsPayload> ts(Role role) {
        return message.all(TsPayload.class).filter(each -> each.role() == role).findFirst();
    }
}
