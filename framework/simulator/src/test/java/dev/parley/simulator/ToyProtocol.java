package dev.parley.simulator;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
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

/**
 * A protocol of two round trips that tests the simulator: HELLO exchanges nonces, PROOF proves the pre-shared key and
 * makes a pair of SAs; PROBE and BYE follow. Whoever asks repeats; whoever answers keeps his last answer.
 */
record ToyProtocol(Flaw flaw) implements NegotiationProtocol {
    static final String KEY = "toy";

    /** What is broken on purpose, so that the judge can be seen to notice. */
    enum Flaw {
        NONE,
        KEYS_DIFFER,
        NEVER_SAYS_PROVEN,
        NEVER_SETTLES,
        KEEPS_ITS_SAS,
        DIES_OF_A_PROBE
    }

    static Contribution contribution(Flaw flaw) {
        List<Extension> extensions = List.of(new ToyProtocol(flaw));
        return () -> extensions;
    }

    static Contribution contribution() {
        return contribution(Flaw.NONE);
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public UdpPorts udpPorts() {
        return UdpPorts.of(500, 4500);
    }

    @Override
    public int majorVersion() {
        return 7;
    }

    @Override
    public Routing route(Datagram datagram, Doorway door) {
        Optional<ToyMessage> parsed = ToyMessage.parse(datagram.octets());
        if (parsed.isEmpty()) {
            return new Routing.NotMine("malformed", "no message of this protocol");
        }
        ToyMessage message = parsed.get();
        LaneKey key;
        if (message.spiR().isZero()) {
            Bytes port = Bytes.unsigned(datagram.remote().port(), 2);
            key = new LaneKey(KEY, "first", Bytes.concat(datagram.remote().address(), port, datagram.octets()));
            if (!door.known(key)) {
                return message.kind() == ToyMessage.HELLO && !message.response()
                        ? new Routing.Fresh(key)
                        : new Routing.NotMine("no-spi", "a first message that is none");
            }
        } else {
            key = spi(message.sender() == Role.INITIATOR ? message.spiR() : message.spiI());
        }
        return door.known(key)
                ? new Routing.Existing(key)
                : new Routing.NotMine("unknown-spi", "nobody has SPI " + key.value());
    }

    @Override
    public Negotiation respond(LaneKey key, Environment environment) {
        return new ToyNegotiation(Role.RESPONDER, environment, Optional.empty(), flaw);
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        return new ToyNegotiation(Role.INITIATOR, environment, Optional.of(((IpsecWish) wish).policy()), flaw);
    }

    @Override
    public Optional<LaneKey> home(Verb verb, Wish wish) {
        return Optional.of(connection(wish.connection()));
    }

    static LaneKey spi(Bytes spi) {
        return new LaneKey(KEY, "spi", spi);
    }

    static LaneKey connection(String name) {
        return new LaneKey(KEY, "connection", Bytes.utf8(name));
    }

    static Policy policyFor(Environment environment, Datagram datagram) {
        return environment
                .database(PeerAuthorizationDatabase.class)
                .at(KEY, datagram.local(), datagram.remote())
                .get(0);
    }
}
