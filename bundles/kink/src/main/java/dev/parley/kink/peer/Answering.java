package dev.parley.kink.peer;

import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.ApReply;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.Notation;
import dev.parley.kink.protection.Sealing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction that the peer began. Its REPLY is kept: the command again, with another authenticator, gets the same octets (RFC
 * 4430 section 9).
 */
public final class Answering implements Transaction<Answering> {
    /** XIDs begin anew with an epoch, and zero is one. */
    public record Key(long epoch, long xid) {}

    private final KinkPeer peer;
    private final Authentic command;
    private final long began;
    private Exchange<Answering, Heard> exchange = new Answered();
    private Optional<Datagram> reply = Optional.empty();
    private int sent;

    public Answering(KinkPeer peer, Authentic command) {
        this.peer = peer;
        this.command = command;
        this.began = peer.now().monotonic();
    }

    @Override
    public KinkPeer peer() {
        return peer;
    }

    @Override
    public Exchange<Answering, Heard> exchange() {
        return exchange;
    }

    @Override
    public void becomes(Exchange<Answering, Heard> next) {
        exchange = next;
    }

    /** All has been said; the REPLY is still there for who asks again, the session key is not. */
    public void over() {
        exchange = new Answered();
        session().close();
    }

    /** What the REPLY agreed to is gone: who asks again gets nothing. */
    public void revoked() {
        over();
        reply = Optional.empty();
    }

    public boolean isOver() {
        return exchange instanceof Answered;
    }

    public Key key() {
        return new Key(command.epoch(), command.heard().header().xid());
    }

    public KinkPath path() {
        return KinkPath.of(command.datagram());
    }

    /** The peer's epoch when it asked. */
    public long epoch() {
        return command.epoch();
    }

    /** The key of the ticket: of Cksum, KINK_ENCRYPT and KEYMAT. */
    public KerberosKey session() {
        return command.proof().key();
    }

    /** Whether the command may be one from before we began to remember, played again. */
    public boolean doubtful() {
        return Memory.doubts(peer.environment(), peer.now(), command.proof().stamp());
    }

    /** Whether {@code again} is the same command, built anew. */
    public boolean repeatedBy(Authentic again) {
        return again.heard().header().type() == command.heard().header().type()
                && said(again).equals(said(command));
    }

    private static List<Payload> said(Authentic command) {
        return command.heard().payloads().stream()
                .filter(payload -> !(payload instanceof ApReqPayload))
                .toList();
    }

    public boolean expired(long now) {
        return isOver() && now - began >= Defaults.MEMORY_MILLIS;
    }

    /** The response, which needs no acknowledgement. */
    public List<Effect> reply(List<Payload> inside) {
        return replied(inside, false);
    }

    /** The response to a CREATE, which is repeated until an ACK comes (section 3.2). */
    public List<Effect> replyForAck(List<Payload> inside) {
        List<Effect> effects = new ArrayList<>(replied(inside, true));
        effects.add(new Effect.StartTimer(timer(), Defaults.SENDINGS.after(sent)));
        return effects;
    }

    private List<Effect> replied(List<Payload> inside, boolean acknowledge) {
        PayloadRegistry registry = peer.registry();
        Sealing sealing = new Sealing(session(), registry);
        List<Payload> outside = new ArrayList<>();
        outside.add(new ApRepPayload(
                peer.ownEpoch(),
                ApReply.write(
                        session(), command.proof().stamp(), peer.environment().random())));
        if (!inside.isEmpty()) {
            outside.add(sealing.encrypt(inside, peer.environment().random()));
        }
        long xid = command.heard().header().xid();
        Bytes octets =
                sealing.summed(KinkMessageType.REPLY, command.heard().header().doi(), xid, acknowledge, outside);
        Datagram datagram = command.datagram().reply(octets);
        reply = Optional.of(datagram);
        sent = 1;
        List<Effect> effects = new ArrayList<>(peer.proven());
        effects.add(new Effect.Emit(new NegotiationEvent(
                Kind.SENT,
                "sent",
                Text.later(() -> Notation.of(KinkMessageType.REPLY, xid, acknowledge, outside, inside, registry)))));
        effects.add(new Effect.Send(datagram));
        return effects;
    }

    /** The same octets, to who asks again from {@code asker}. */
    public List<Effect> repeated(Datagram asker) {
        return reply.map(octets -> sentAgain(asker.reply(octets.octets()))).orElse(List.of());
    }

    /** The same octets because no ACK came; empty when they were sent often enough. */
    public Optional<List<Effect>> again() {
        if (reply.isEmpty() || sent >= Defaults.SENDINGS.tries()) {
            return Optional.empty();
        }
        sent++;
        List<Effect> effects = new ArrayList<>(sentAgain(reply.get()));
        effects.add(new Effect.StartTimer(timer(), Defaults.SENDINGS.after(sent)));
        return Optional.of(effects);
    }

    private List<Effect> sentAgain(Datagram datagram) {
        return List.of(
                new Effect.Emit(new NegotiationEvent(
                        Kind.RETRANSMITTED,
                        "reply-repeated",
                        String.format("REPLY %08x", command.heard().header().xid()))),
                new Effect.Send(datagram));
    }

    public String timer() {
        return "reply/" + command.epoch() + "/" + command.heard().header().xid();
    }

    /** There is nothing to say that has not been said. */
    private static final class Answered implements Exchange<Answering, Heard> {
        @Override
        public Step<Answering, Heard> receive(Answering answering, Heard heard) {
            return Step.to(this);
        }
    }
}
