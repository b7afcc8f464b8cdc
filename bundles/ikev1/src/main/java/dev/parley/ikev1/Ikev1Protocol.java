package dev.parley.ikev1;

import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.exchange.FrontDoor;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** IKEv1 at the front door (RFC 2409), which is RFC 2408's. */
public final class Ikev1Protocol implements NegotiationProtocol {
    static final String KEY = "ikev1";
    private static final int UDP_PORT = 500;
    private static final int ENCAPSULATED_UDP_PORT = 4500;

    private final FrontDoor door = new FrontDoor(
            KEY, IpsecDoi.NUMBER, Set.of(Ikev1Exchanges.MAIN.number(), Ikev1Exchanges.AGGRESSIVE.number()));

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
        return IsakmpExchanges.MAJOR_VERSION;
    }

    @Override
    public List<String> mistakes(Wish wish) {
        return wish instanceof IpsecWish asked ? PolicyMistakes.of(asked.policy()) : List.of();
    }

    @Override
    public Routing route(Datagram datagram, Doorway doorway) {
        return door.route(datagram, doorway);
    }

    @Override
    public Negotiation respond(LaneKey first, Environment environment) {
        return new Ikev1Negotiation(door, environment);
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        return new Ikev1Negotiation(door, environment);
    }

    @Override
    public Optional<LaneKey> home(Verb verb, Wish wish) {
        return Optional.of(connection(wish.connection()));
    }

    /** Where commands for a connection find its ISAKMP SA. */
    static LaneKey connection(String name) {
        return new LaneKey(KEY, "connection", Bytes.utf8(name));
    }
}
