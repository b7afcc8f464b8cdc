package dev.parley.kink;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.exchange.PolicyMistakes;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Settings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * KINK at the front door (RFC 4430): a REPLY belongs to who awaits it; of anything else nobody knows whose it is before its ticket is
 * opened, so it begins a negotiation of its own that does that and no more.
 */
public final class KinkProtocol implements NegotiationProtocol {
    static final String KEY = "kink";
    private static final int UDP_PORT = 910;
    private static final String ARRIVAL = "arrival";

    private final PayloadRegistry registry = PayloadRegistry.of(List.of(new KinkPayloads()));

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public UdpPorts udpPorts() {
        return UdpPorts.of(UDP_PORT);
    }

    @Override
    public int majorVersion() {
        return KinkHeader.MAJOR_VERSION;
    }

    @Override
    public boolean isOwnSa() {
        return false;
    }

    @Override
    public List<String> mistakes(Wish wish) {
        return wish instanceof IpsecWish asked ? PolicyMistakes.of(asked.policy()) : List.of();
    }

    @Override
    public Routing route(Datagram datagram, Doorway door) {
        KinkHeader header;
        try {
            header = KinkHeader.read(datagram.octets());
        } catch (WireException malformed) {
            return new Routing.NotMine("malformed", malformed.getMessage());
        }
        if (header.majorVersion() != KinkHeader.MAJOR_VERSION) {
            return KinkMessageType.isCommand(header.type()) && header.doi() == IpsecDoi.NUMBER
                    ? refuse(header, datagram, door, ErrorPayload.INVMAJ)
                    : new Routing.NotMine("version", "major version " + header.majorVersion() + " is not known");
        }
        return switch (header.type()) {
            case KinkMessageType.REPLY -> awaited(Asking.replies(datagram.remote(), header.xid()), door);
            case KinkMessageType.CREATE, KinkMessageType.DELETE, KinkMessageType.STATUS, KinkMessageType.ACK ->
                new Routing.Fresh(arrival(datagram));
            case KinkMessageType.GETTGT -> refuse(header, datagram, door, ErrorPayload.U2UDENIED);
            default -> new Routing.NotMine("message-type", KinkMessageType.name(header.type()) + " is not known");
        };
    }

    private static Routing awaited(LaneKey key, Doorway door) {
        return door.known(key)
                ? new Routing.Existing(key)
                : new Routing.NotMine("no-transaction", "nobody awaits a REPLY with this XID");
    }

    /** Section 4.2.8: what can be refused without a key, at a bounded rate; nothing follows from the answer. */
    private Routing refuse(KinkHeader header, Datagram datagram, Doorway door, int code) {
        String name = ErrorPayload.name(code);
        if (!door.allow(name, datagram.remote())) {
            return new Routing.NotMine("rate", name + ": too many were sent");
        }
        List<Payload> payloads = List.of(new ErrorPayload(code));
        Bytes reply =
                KinkMessage.unsummed(KinkMessageType.REPLY, header.doi(), header.xid(), false, payloads, registry);
        return new Routing.Answer(reply, name, name + " (RFC 4430 section 4.2.8)");
    }

    @Override
    public Negotiation respond(LaneKey key, Environment environment) {
        return key.kind().equals(ARRIVAL) ? new Arrival(environment) : new KinkNegotiation(environment);
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        return new KinkNegotiation(environment);
    }

    @Override
    public Optional<LaneKey> home(Verb verb, Wish wish) {
        if (!(wish instanceof IpsecWish asked)) {
            return Optional.empty();
        }
        Optional<Principal> self = Settings.self(asked.policy());
        return Settings.peer(asked.policy()).flatMap(peer -> self.map(own -> KinkPeer.key(own, peer)));
    }

    private static LaneKey arrival(Datagram datagram) {
        Endpoint from = datagram.remote();
        try {
            Bytes hash = Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                    .digest(datagram.octets().toArray()));
            return new LaneKey(KEY, ARRIVAL, Bytes.concat(from.address(), Bytes.unsigned(from.port(), 2), hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
