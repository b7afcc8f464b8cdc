package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Endpoints whose transport is late, leaves, or does not get its port back. */
class PathsTest {
    private final VirtualHost host = new VirtualHost();
    private final CatalogTracker tracker = new CatalogTracker();
    private final Gateway gateway = Gateway.builder("here", host, tracker)
            .transport("pigeon")
            .listen(World.endpoint("192.0.2.1", 0), Optional.of(World.endpoint("192.0.2.1", 4500)))
            .build();

    private Contribution pigeons = World.contribution(new Pigeon());
    private boolean portIsTaken;
    private int open;

    @Test
    void a_gateway_waits_for_its_transport_and_opens_when_it_comes() throws Exception {
        gateway.start();
        assertThat(gateway.trouble()).contains("waits for transport pigeon, which no installed bundle has");
        tracker.add(pigeons);
        assertThat(gateway.trouble()).isEmpty();
        assertThat(gateway.endpoints()).extracting(Endpoint::port).containsExactly(1001, 4500);
        assertThat(open).isEqualTo(2);
    }

    @Test
    void a_port_that_is_taken_when_the_gateway_starts_is_a_mistake_at_once() {
        tracker.add(pigeons);
        portIsTaken = true;
        assertThatExceptionOfType(Unavailable.class).isThrownBy(gateway::start).withMessage("port 4500 is in use");
        assertThat(open).isZero();
        portIsTaken = false;
        swap();
        assertThat(open).as("who did not start hears of no change").isZero();
    }

    @Test
    void a_port_that_is_taken_when_the_transport_is_back_is_tried_again_until_it_is_free() throws Exception {
        tracker.add(pigeons);
        gateway.start();
        portIsTaken = true;
        swap();
        assertThat(gateway.trouble()).contains("is closed, and tried again every 2 s: port 4500 is in use");
        assertThat(open).isZero();
        host.passAndRun(2_000);
        assertThat(gateway.trouble()).isPresent();
        portIsTaken = false;
        host.passAndRun(2_000);
        assertThat(gateway.trouble()).isEmpty();
        assertThat(gateway.endpoints())
                .as("the ports of before")
                .extracting(Endpoint::port)
                .containsExactly(1001, 4500);
        assertThat(host.waitingLater()).isZero();
        swap();
        assertThat(gateway.trouble()).isEmpty();
    }

    @Test
    void a_gateway_that_was_closed_meanwhile_opens_nothing() throws Exception {
        gateway.start();
        gateway.shut();
        tracker.add(pigeons);
        host.passAndRun(10_000);
        assertThat(open).isZero();
        assertThat(gateway.trouble()).contains("is closed");
    }

    private void swap() {
        tracker.remove(pigeons);
        open = 0;
        pigeons = World.contribution(new Pigeon());
        tracker.add(pigeons);
        host.run();
    }

    private final class Pigeon implements Transport {
        @Override
        public String key() {
            return "pigeon";
        }

        @Override
        public Channel open(Endpoint wanted, Receiver receiver) throws Unavailable {
            if (portIsTaken && wanted.port() == 4500) {
                throw new Unavailable("port 4500 is in use");
            }
            open++;
            Endpoint local = wanted.port() == 0 ? World.endpoint("192.0.2.1", 1000 + open) : wanted;
            return new Channel() {
                @Override
                public Endpoint local() {
                    return local;
                }

                @Override
                public void send(Datagram datagram) {}

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
