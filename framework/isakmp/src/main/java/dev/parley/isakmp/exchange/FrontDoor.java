package dev.parley.isakmp.exchange;

import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.exchange.HeaderCheck.Fault;
import dev.parley.isakmp.exchange.HeaderCheck.Phase;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Load;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;

/**
 * Which negotiation a datagram of RFC 2408 is for: by both cookies, and while there is only one by it alone (section 2.5.3). Of the
 * body it looks at a first message's DOI only, so that several protocols of one version can live at one port.
 */
public final class FrontDoor {
    private static final int DOI_OCTETS = 4;

    private final String protocol;
    private final long doi;
    private final Set<Integer> beginnings;

    /**
     * @param protocol the protocol's key
     * @param beginnings exchange types by which a peer may begin
     */
    public FrontDoor(String protocol, long doi, Set<Integer> beginnings) {
        this.protocol = protocol;
        this.doi = doi;
        this.beginnings = Set.copyOf(beginnings);
    }

    /** Where a negotiation is reached once both cookies are known. */
    public LaneKey cookies(Bytes initiator, Bytes responder) {
        return new LaneKey(protocol, "cookies", Bytes.concat(initiator, responder));
    }

    /** Where an initiator is reached by who has not told it a cookie yet. */
    public LaneKey initiator(Bytes cookie) {
        return new LaneKey(protocol, "initiator", cookie);
    }

    public Routing route(Datagram datagram, Doorway door) {
        IsakmpHeader header;
        try {
            header = IsakmpHeader.read(new WireReader(datagram.octets()));
        } catch (WireException truncated) {
            return new Routing.NotMine("truncated", truncated.getMessage());
        }
        if (header.majorVersion() != IsakmpExchanges.MAJOR_VERSION) {
            return new Routing.NotMine("version", "major version " + header.majorVersion() + " is another protocol's");
        }
        LaneKey both = cookies(header.initiatorCookie(), header.responderCookie());
        LaneKey one = initiator(header.initiatorCookie());
        boolean unanswered = header.responderCookie().isZero();
        boolean informs = header.exchangeType() == IsakmpExchanges.INFORMATIONAL.number();
        if (door.known(both)) {
            return new Routing.Existing(both);
        }
        if (door.known(one)) {
            return unanswered && !informs
                    ? new Routing.NotMine("reflected", "the first message of an exchange that we begin ourselves")
                    : new Routing.Existing(one);
        }
        return unanswered && !informs && !header.initiatorCookie().isZero()
                ? first(header, datagram, door)
                : new Routing.NotMine("invalid-cookie", "nobody has these cookies (RFC 2408 section 5.2)");
    }

    private Routing first(IsakmpHeader header, Datagram datagram, Doorway door) {
        int told = IsakmpHeader.OCTETS + Raw.HEADER_OCTETS;
        if (header.nextPayload() != IsakmpPayloads.SA.number()
                || datagram.octets().length() < told + DOI_OCTETS
                || datagram.octets().number(told, DOI_OCTETS) != doi) {
            return new Routing.NotMine("doi", "no first message of DOI " + doi);
        }
        LaneKey key = new LaneKey(protocol, "first", fingerprint(datagram));
        if (door.known(key)) {
            return new Routing.Existing(key);
        }
        Optional<Fault> fault = HeaderCheck.fault(
                header,
                datagram.octets().length(),
                Phase.ONE,
                beginnings::contains,
                type -> type == IsakmpPayloads.SA.number());
        if (fault.isPresent()) {
            return refuse(header, datagram, door, fault.get());
        }
        if (header.flags() != 0) {
            return refuse(header, datagram, door, new Fault(NotifyType.INVALID_FLAGS, "a first message has no flags"));
        }
        return door.load(datagram.remote()) == Load.FULL
                ? new Routing.NotMine("full", "too many half-open negotiations")
                : new Routing.Fresh(key);
    }

    private Routing refuse(IsakmpHeader header, Datagram datagram, Doorway door, Fault fault) {
        return door.allow(fault.name(), datagram.remote())
                ? new Routing.Answer(
                        Informational.clear(
                                header.initiatorCookie(), header.responderCookie(), doi, fault.notifyType()),
                        fault.name(),
                        fault.why())
                : new Routing.NotMine("rate", fault.name() + ": too many were sent");
    }

    /** A first message is told from another by where it comes from and by all its octets. */
    private static Bytes fingerprint(Datagram datagram) {
        Endpoint from = datagram.remote();
        try {
            Bytes hash = Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                    .digest(datagram.octets().toArray()));
            return Bytes.concat(from.address(), Bytes.unsigned(from.port(), 2), hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
