package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol of one exchange in the clear and nothing after it: all that a DOI needs which uses the Base or the Authentication Only
 * Exchange as RFC 2408 has them (sections 4.4 and 4.6). Its parties come from {@link Cast}; all else is here.
 *
 * @param <P> who walks the exchange
 */
public final class SoleExchangeProtocol<P extends Party<P>> implements NegotiationProtocol {
    /** Who walks, and what comes of it. */
    @ConsumerType
    public interface Cast<P extends Party<P>> {
        /** The side that a wish makes. */
        P initiator(Wish wish, Environment environment) throws Refusal;

        /** The side that a peer's first message makes; empty if nobody there is expected. */
        Optional<P> responder(Datagram first, Environment environment);

        /** The exchange is over: that the peer is proven, and whatever else comes of it. */
        List<Effect> established(P party);
    }

    private static final int UDP_PORT = 500;

    private final String key;
    private final ExchangeDefinition table;
    private final FrontDoor door;
    private final Cast<P> cast;

    /** @param table an exchange that is a DOI's own and in the clear to its end */
    public SoleExchangeProtocol(String key, ExchangeDefinition table, Cast<P> cast) {
        this.key = key;
        this.table = table;
        this.cast = cast;
        this.door = new FrontDoor(key, table.doi().orElseThrow(), Set.of(table.number()));
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public UdpPorts udpPorts() {
        return UdpPorts.of(UDP_PORT);
    }

    @Override
    public int majorVersion() {
        return table.majorVersion();
    }

    @Override
    public Routing route(Datagram datagram, Doorway doorway) {
        return door.route(datagram, doorway);
    }

    @Override
    public Negotiation respond(LaneKey first, Environment environment) {
        return negotiation(environment);
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        return negotiation(environment);
    }

    /** The table as it is registered now: another bundle may have completed it further. */
    private Negotiation negotiation(Environment environment) {
        ExchangeDefinition registered = ExchangeRegistry.of(environment.catalog())
                .find(table.majorVersion(), table.doi().orElseThrow(), table.number())
                .orElse(table);
        return new SoleExchange<>(door, registered, environment, cast);
    }
}
