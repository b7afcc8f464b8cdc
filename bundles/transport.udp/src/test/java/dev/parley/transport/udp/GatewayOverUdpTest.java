package dev.parley.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.CatalogTracker;
import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateways in the real world: sockets, threads, work and a wish that comes true. */
@Timeout(60)
class GatewayOverUdpTest {
    private static final Endpoint LOOPBACK = new Endpoint(Bytes.of(127, 0, 0, 1), 0, false);
    private static final Endpoint LOOPBACK_ENCAPSULATED = new Endpoint(Bytes.of(127, 0, 0, 1), 0, true);

    private final Engine engine = Engine.of(new CatalogTracker());

    /** The initiator says ping, the responder doubles it as work, the initiator is content. */
    private static final class PingPong implements NegotiationProtocol {
        private record Pinging(Wish wish) implements Negotiation {
            @Override
            public List<Effect> handle(Input input) {
                if (input instanceof Input.Command) {
                    return List.of(
                            new Effect.Listen(key(wish.remote())),
                            new Effect.Send(new Datagram(wish.local(), wish.remote(), Bytes.utf8("ping"))));
                }
                return List.of(new Effect.Settled(wish, Optional.empty()), new Effect.Finish("content"));
            }
        }

        private static final class Ponging implements Negotiation {
            private Optional<Datagram> ping = Optional.empty();

            @Override
            public List<Effect> handle(Input input) {
                if (input instanceof Input.Received received) {
                    ping = Optional.of(received.datagram());
                    Bytes heard = received.datagram().octets();
                    return List.of(
                            new Effect.Offload(1, Work.computing("double", random -> Bytes.concat(heard, heard))));
                }
                if (input instanceof Input.WorkDone done && done.outcome() instanceof Outcome.Done result) {
                    Datagram pong = ping.orElseThrow().reply((Bytes) result.value());
                    return List.of(new Effect.Send(pong), new Effect.Finish("answered"));
                }
                return List.of();
            }
        }

        private static LaneKey key(Endpoint remote) {
            return new LaneKey("ping-pong", "peer", Bytes.utf8(remote.toString()));
        }

        @Override
        public String key() {
            return "ping-pong";
        }

        @Override
        public UdpPorts udpPorts() {
            return UdpPorts.of(4321);
        }

        @Override
        public int majorVersion() {
            return 1;
        }

        @Override
        public Routing route(Datagram datagram, Doorway door) {
            LaneKey key = key(datagram.remote());
            return door.known(key) ? new Routing.Existing(key) : new Routing.Fresh(key);
        }

        @Override
        public Negotiation respond(LaneKey key, Environment environment) {
            return new Ponging();
        }

        @Override
        public Negotiation initiate(Wish wish, Environment environment) {
            return new Pinging(wish);
        }
    }

    private record PingWish(String connection, String protocol, Endpoint local, Endpoint remote) implements Wish {}

    private Gateway gateway(String name) throws Unavailable {
        return engine.gateway(name)
                .listen(LOOPBACK, Optional.of(LOOPBACK_ENCAPSULATED))
                .start();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void a_wish_comes_true_over_sockets_plain_and_encapsulated() throws Exception {
        engine.catalogs().add(new UdpComponent());
        engine.catalogs().add(() -> List.of(new PingPong()));
        try (Gateway left = gateway("left");
                Gateway right = gateway("right")) {
            for (int i = 0; i < 2; i++) {
                Wish wish = new PingWish(
                        "c" + i,
                        "ping-pong",
                        left.endpoints().get(i),
                        right.endpoints().get(i));
                CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
                left.command(Verb.ESTABLISH, wish, settled::complete);
                assertThat(settled.get(30, TimeUnit.SECONDS)).isEmpty();
            }
            assertThat(left.negotiations().get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(left.counters()).containsEntry("datagrams-sent", 2L);
        }
    }

    @Test
    void a_gateway_whose_second_port_is_taken_opens_none() throws Exception {
        engine.catalogs().add(new UdpComponent());
        try (Gateway left = gateway("left")) {
            Endpoint taken = left.endpoints().get(0);
            Gateway.Builder right = engine.gateway("right").listen(LOOPBACK, Optional.of(taken));
            assertThatThrownBy(right::start).isInstanceOf(Unavailable.class).hasMessageContaining("is in use");
        }
    }

    @Test
    void when_the_transport_comes_back_the_same_ports_are_open_again() throws Exception {
        engine.catalogs().add(() -> List.of(new PingPong()));
        UdpComponent first = new UdpComponent();
        engine.catalogs().add(first);
        try (Gateway left = gateway("left");
                Gateway right = gateway("right")) {
            List<Endpoint> before = right.endpoints();
            engine.catalogs().remove(first);
            first.leave();
            engine.catalogs().add(new UdpComponent());
            assertThat(right.endpoints()).isEqualTo(before);
            Wish wish = new PingWish("c", "ping-pong", left.endpoints().get(0), before.get(0));
            CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
            left.command(Verb.ESTABLISH, wish, settled::complete);
            assertThat(settled.get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void the_component_is_what_the_services_file_names() {
        CatalogTracker plain = CatalogTracker.plain();
        assertThat(plain.describe()).extracting(CatalogTracker.Entry::key).contains("udp");
    }
}
