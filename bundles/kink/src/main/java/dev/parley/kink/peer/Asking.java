package dev.parley.kink.peer;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.ApReply;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.Notation;
import dev.parley.kink.protection.Sealing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction that we began. Each sending is built anew with an authenticator of its own, from the same ticket and payloads under
 * the same XID, and an answer to any of them is an answer (RFC 4430 section 9).
 */
public final class Asking implements Transaction<Asking> {
    private final KinkPeer peer;
    private final KinkPath path;
    private final long xid;
    private final Opening opening;
    private final int attempt;
    private final long began;
    private final List<Stamp> outstanding = new ArrayList<>();
    private Exchange<Asking, Heard> exchange = new Unsaid();
    private Optional<Ticket> ticket = Optional.empty();
    private List<Payload> payloads = List.of();
    private int sent;
    private long lastSent;

    /** @param attempt from 1: how often what it is for was begun */
    public Asking(KinkPeer peer, KinkPath path, long xid, Opening opening, int attempt) {
        this.peer = peer;
        this.path = path;
        this.xid = xid;
        this.opening = opening;
        this.attempt = attempt;
        this.began = peer.now().monotonic();
    }

    /** Where an answer from {@code remote} is taken. */
    public static LaneKey replies(Endpoint remote, long xid) {
        return new LaneKey(
                "kink",
                "xid",
                Bytes.concat(remote.address(), Bytes.unsigned(remote.port(), 2), Bytes.unsigned(xid, 4)));
    }

    @Override
    public KinkPeer peer() {
        return peer;
    }

    @Override
    public Exchange<Asking, Heard> exchange() {
        return exchange;
    }

    @Override
    public void becomes(Exchange<Asking, Heard> next) {
        exchange = next;
    }

    public KinkPath path() {
        return path;
    }

    public long xid() {
        return xid;
    }

    public Opening opening() {
        return opening;
    }

    public int attempt() {
        return attempt;
    }

    public LaneKey key() {
        return replies(path.remote(), xid);
    }

    /** When, by the monotonic clock. */
    public long began() {
        return began;
    }

    public int sent() {
        return sent;
    }

    /** Milliseconds since the last sending: a round trip, or more. */
    public long sinceSent() {
        return peer.now().monotonic() - lastSent;
    }

    /** The ticket of the whole transaction. */
    public void ticket(Ticket held) {
        ticket = Optional.of(held);
    }

    public boolean holds(Ticket one) {
        return ticket.filter(one::equals).isPresent();
    }

    /** The key of the ticket: of Cksum, KINK_ENCRYPT and KEYMAT. */
    public KerberosKey session() {
        return ticket.orElseThrow().key();
    }

    /** Says the command for the first time, and will say it again. */
    public List<Effect> say(List<Payload> inside) {
        payloads = List.copyOf(inside);
        List<Effect> effects = new ArrayList<>(said(opening.type(), payloads, Kind.SENT));
        effects.add(new Effect.StartTimer(timer(), Defaults.SENDINGS.after(sent)));
        return effects;
    }

    /** Says it again; empty when it has been said often enough. */
    public Optional<List<Effect>> again() {
        if (sent >= Defaults.SENDINGS.tries()) {
            return Optional.empty();
        }
        List<Effect> effects = new ArrayList<>(said(opening.type(), payloads, Kind.RETRANSMITTED));
        effects.add(new Effect.StartTimer(timer(), Defaults.SENDINGS.after(sent)));
        return Optional.of(effects);
    }

    /** An ACK: a fresh authenticator under the same XID, and nothing else (section 6.2). */
    public List<Effect> acknowledge() {
        return said(KinkMessageType.ACK, List.of(), Kind.SENT);
    }

    private List<Effect> said(int type, List<Payload> inside, Kind kind) {
        Stamp stamp = peer.stamp();
        if (type != KinkMessageType.ACK) {
            outstanding.add(stamp);
            sent++;
            lastSent = peer.now().monotonic();
        }
        PayloadRegistry registry = peer.registry();
        Sealing sealing = new Sealing(session(), registry);
        List<Payload> outside = new ArrayList<>();
        outside.add(new ApReqPayload(
                peer.ownEpoch(),
                ApRequest.write(ticket.orElseThrow(), stamp, peer.environment().random())));
        if (!inside.isEmpty()) {
            outside.add(sealing.encrypt(inside, peer.environment().random()));
        }
        return List.of(
                new Effect.Emit(new NegotiationEvent(
                        kind,
                        kind == Kind.SENT ? "sent" : "command-repeated",
                        Text.later(() -> Notation.of(type, xid, false, outside, inside, registry)))),
                new Effect.Send(path.carry(sealing.summed(type, IpsecDoi.NUMBER, xid, false, outside))));
    }

    public String timer() {
        return "command/" + xid;
    }

    /**
     * An answer as far as it is authentic: its Cksum is right and its AP-REP answers one of our authenticators, or it is a lone error
     * under a right Cksum (sections 3.5 and 4.2.3).
     *
     * @throws WireException it is not, or it cannot be read
     */
    public Answered open(Message<KinkHeader> reply) throws WireException {
        if (reply.header().checksumOctets() == 0 || ticket.isEmpty()) {
            throw new WireException("Cksum", 0, "there is none");
        }
        Sealing sealing = new Sealing(session(), peer.registry());
        if (!sealing.authentic(reply)) {
            throw new WireException("Cksum", 0, "is wrong");
        }
        Heard heard = new Heard(reply.header(), Sealing.outside(reply), sealing.inside(reply));
        Optional<ApRepPayload> proof = reply.find(ApRepPayload.class);
        if (proof.isEmpty()) {
            return loneError(heard);
        }
        Stamp answered = ApReply.open(proof.get().der(), session())
                .filter(outstanding::contains)
                .orElseThrow(() -> new WireException("AP_REP", 0, "answers no authenticator of this transaction"));
        return new Answered(heard, Optional.of(proof.get().epoch()), Optional.of(answered), began);
    }

    /** Who cannot make an AP-REP may know the key all the same; a Kerberos error names the authenticator that it is about. */
    private Answered loneError(Heard heard) throws WireException {
        if (heard.kerberosError().isPresent()) {
            Stamp about = KerberosError.read(heard.kerberosError().get().der())
                    .clientStamp()
                    .filter(outstanding::contains)
                    .orElseThrow(() -> new WireException("KRB-ERROR", 0, "is about no authenticator of ours"));
            return new Answered(heard, Optional.empty(), Optional.of(about), began);
        }
        if (heard.error().isEmpty()) {
            throw new WireException("AP_REP", 0, "is missing");
        }
        return new Answered(heard, Optional.empty(), Optional.empty(), began);
    }

    /**
     * An authentic answer.
     *
     * @param epoch and {@code authenticator}, the one that it answers: not with each lone error
     * @param began when the transaction did
     */
    public record Answered(Heard heard, Optional<Long> epoch, Optional<Stamp> authenticator, long began) {}

    /** Nothing has been said yet. */
    private static final class Unsaid implements Exchange<Asking, Heard> {
        @Override
        public Step<Asking, Heard> receive(Asking asking, Heard heard) {
            return Step.to(this);
        }
    }
}
