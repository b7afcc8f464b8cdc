package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An observer and a key log that were given to a gateway hear of no other gateway of the same engine. */
class OwnWatchersTest {
    private static final Endpoint BESIDE = World.endpoint("192.0.2.2", 4321);
    private final List<String> heard = new ArrayList<>();

    @Test
    void what_is_told_to_a_gateways_own_is_about_that_gateway_alone() throws Exception {
        World world = new World(builder -> builder.observer(new Ear()).keyLog(new Log()));
        Gateway beside = Gateway.builder("beside", world.host, world.tracker)
                .transport("wire")
                .listen(BESIDE, Optional.empty())
                .start();
        beside.receive(new Datagram(
                BESIDE, World.endpoint("198.51.100.7", 4321), Bytes.utf8("new;note there;logkey secret-of-there")));
        world.hears("new;note here;logkey secret-of-here");
        assertThat(heard).containsExactly("here: here", "secret-of-here");
        assertThat(world.events)
                .as("those of the catalog hear of all")
                .extracting(Observed::gateway)
                .contains("here", "beside");
    }

    private final class Ear implements Observer {
        @Override
        public String key() {
            return "own";
        }

        @Override
        public void on(Observed event) {
            heard.add(event.gateway() + ": " + event.event().text());
        }
    }

    private final class Log implements KeyLog {
        @Override
        public String key() {
            return "own";
        }

        @Override
        public void line(String table, String line) {
            heard.add(line);
        }
    }
}
