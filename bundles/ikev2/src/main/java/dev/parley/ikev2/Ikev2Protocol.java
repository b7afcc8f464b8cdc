package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.exchange.SaInitResponder;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Load;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** IKEv2 at the front door (RFC 7296): which negotiation a datagram is for, and what is answered without keeping state. */
public final class Ikev2Protocol implements NegotiationProtocol {
    private static final String KEY = "ikev2";
    private static final int UDP_PORT = 500;
    private static final int ENCAPSULATED_UDP_PORT = 4500;
    private final PayloadRegistry registry = PayloadRegistry.of(List.of(new Ikev2Payloads()));
    private final Cookies cookies = new Cookies(registry);

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public UdpPorts udpPorts() {
        return UdpPorts.of(UDP_PORT, ENCAPSULATED_UDP_PORT);
    }

    @Override
    public int majorVersion() {
        return IkeMessages.MAJOR_VERSION;
    }

    @Override
    public List<String> mistakes(Wish wish) {
        return wish instanceof IpsecWish asked ? PolicyMistakes.of(asked.policy()) : List.of();
    }

    @Override
    public Negotiation respond(LaneKey key, Environment environment) {
        return new IkeNegotiation(environment);
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        return new IkeNegotiation(environment);
    }

    @Override
    public Optional<LaneKey> home(Verb verb, Wish wish) {
        return Optional.of(Established.connection(wish.connection()));
    }

    @Override
    public Routing route(Datagram datagram, Doorway door) {
        IsakmpHeader header;
        try {
            header = IsakmpHeader.read(new WireReader(datagram.octets()));
        } catch (WireException truncated) {
            return new Routing.NotMine("truncated", truncated.getMessage());
        }
        if (header.majorVersion() < IkeMessages.MAJOR_VERSION) {
            return new Routing.NotMine("version", "major version " + header.majorVersion() + " is another protocol's");
        }
        if (header.majorVersion() > IkeMessages.MAJOR_VERSION) {
            return refuse(header, datagram, door, NotifyType.INVALID_MAJOR_VERSION);
        }
        if (header.length() != datagram.octets().length()) {
            return new Routing.NotMine(
                    "length",
                    "Length says " + header.length() + ", the datagram has "
                            + datagram.octets().length());
        }
        return header.has(IkeFlags.INITIATOR)
                ? toResponder(header, datagram, door)
                : toInitiator(header, datagram, door);
    }

    /** From whoever began the IKE SA: ours is the responder's SPI, or there is none yet. */
    private Routing toResponder(IsakmpHeader header, Datagram datagram, Doorway door) {
        if (stray(header)) {
            return hint(header, datagram, door);
        }
        if (!header.responderCookie().isZero()) {
            return known(header.responderCookie(), header, datagram, door);
        }
        if (header.exchangeType() != ExchangeType.IKE_SA_INIT
                || header.has(IkeFlags.RESPONSE)
                || header.messageId() != 0
                || header.initiatorCookie().isZero()) {
            return new Routing.NotMine("no-spi", "no responder SPI, and not the first request of an IKE SA");
        }
        if (door.known(SaInitResponder.spi(header.initiatorCookie()))) {
            return new Routing.NotMine("reflected", "the first message of an IKE SA that we begin ourselves");
        }
        LaneKey first = first(header, datagram);
        if (door.known(first)) {
            return new Routing.Existing(first);
        }
        return admit(first, header, datagram, door);
    }

    /**
     * Section 2.6: a crowded host lets in only who has received its cookie. Cookies are not limited in rate: whoever sends in a
     * peer's name would use the peer's share up and lock it out. None is longer than what asked for it, so they serve no reflector.
     */
    private Routing admit(LaneKey first, IsakmpHeader header, Datagram datagram, Doorway door) {
        Load load = door.load(datagram.remote());
        if (load == Load.FULL) {
            return new Routing.NotMine("full", "too many half-open IKE SAs");
        }
        if (load == Load.CALM || cookies.valid(header, datagram, door)) {
            return new Routing.Fresh(first);
        }
        Optional<Bytes> cookie = cookies.make(header, datagram, door);
        if (cookie.isEmpty()) {
            return new Routing.NotMine("malformed", "an IKE_SA_INIT request without a nonce");
        }
        Routing.Answer demand = answer(
                header, NotifyPayload.of(NotifyType.COOKIE, cookie.get()), "cookie", "show that you receive there");
        return demand.reply().length() <= datagram.octets().length()
                ? demand
                : new Routing.NotMine("malformed", "an IKE_SA_INIT request shorter than a cookie");
    }

    /** From whoever answered it: ours is the initiator's SPI. */
    private Routing toInitiator(IsakmpHeader header, Datagram datagram, Doorway door) {
        return known(header.initiatorCookie(), header, datagram, door);
    }

    private Routing known(Bytes ownSpi, IsakmpHeader header, Datagram datagram, Doorway door) {
        LaneKey key = SaInitResponder.spi(ownSpi);
        return door.known(key) ? new Routing.Existing(key) : refuse(header, datagram, door, NotifyType.INVALID_IKE_SPI);
    }

    /** Section 1.5: a notification in the clear that belongs to no exchange; its SPIs mean nothing, and it is never answered. */
    private static boolean stray(IsakmpHeader header) {
        return header.exchangeType() == ExchangeType.INFORMATIONAL
                && !header.has(IkeFlags.RESPONSE)
                && header.nextPayload() == Ikev2Payloads.NOTIFY.number();
    }

    /** Sections 1.5 and 2.21.4: INVALID_SPI may mean that whoever is there has lost all state. Anybody could have sent it. */
    private Routing hint(IsakmpHeader header, Datagram datagram, Doorway door) {
        Optional<NotifyPayload> said = notification(header, datagram);
        if (said.filter(each -> each.notifyType() == NotifyType.INVALID_SPI).isEmpty()) {
            return new Routing.NotMine("stray", "a notification in the clear that says nothing of use");
        }
        return door.allow("hint", datagram.remote())
                ? new Routing.Hint(Established.at(datagram.remote()), new Patience.Hint("INVALID_SPI"), "hint")
                : new Routing.NotMine("rate", "too many hints came");
    }

    private Optional<NotifyPayload> notification(IsakmpHeader header, Datagram datagram) {
        try {
            return registry
                    .decode(
                            new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()),
                            new WireReader(datagram.octets().from(IsakmpHeader.OCTETS)))
                    .payloads()
                    .stream()
                    .filter(NotifyPayload.class::isInstance)
                    .map(NotifyPayload.class::cast)
                    .findFirst();
        } catch (WireException malformed) {
            return Optional.empty();
        }
    }

    /** Section 1.5: only requests are answered, at a bounded rate, and nothing follows from the answer. */
    private Routing refuse(IsakmpHeader header, Datagram datagram, Doorway door, int notifyType) {
        String name = NotifyType.name(notifyType);
        if (header.has(IkeFlags.RESPONSE)) {
            return new Routing.NotMine(name, name + " for a response: not answered (RFC 7296 section 2.21.4)");
        }
        return door.allow(name, datagram.remote())
                ? answer(header, NotifyPayload.of(notifyType), name, name + " (RFC 7296 section 1.5)")
                : new Routing.NotMine("rate", name + ": too many were sent");
    }

    private Routing.Answer answer(IsakmpHeader header, Payload notification, String name, String why) {
        int role = header.has(IkeFlags.INITIATOR) ? 0 : IkeFlags.INITIATOR;
        return new Routing.Answer(
                IkeMessages.clear(
                        header.initiatorCookie(),
                        header.responderCookie(),
                        header.exchangeType(),
                        IkeFlags.RESPONSE | role,
                        header.messageId(),
                        List.of(notification),
                        registry),
                name,
                why);
    }

    /** Section 2.1: a first request is told from another by all its octets. */
    private static LaneKey first(IsakmpHeader header, Datagram datagram) {
        Endpoint from = datagram.remote();
        try {
            Bytes hash = Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                    .digest(datagram.octets().toArray()));
            return new LaneKey(
                    KEY,
                    "first",
                    Bytes.concat(from.address(), Bytes.unsigned(from.port(), 2), header.initiatorCookie(), hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
