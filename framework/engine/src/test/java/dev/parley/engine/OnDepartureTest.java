package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a connection's SAs when the bundle of its protocol is stopped. */
class OnDepartureTest {
    private static final String NAME = "standing";
    private final List<String> kept = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void sas_are_kept_or_deleted_with_notice_as_the_gateway_was_told(OnDeparture onDeparture) throws Exception {
        World world = new World(builder -> builder.onDeparture(onDeparture).sink(new Keeper()));
        world.gateway.connection(new Toy.ToyWish(NAME, World.HERE, World.endpoint("198.51.100.7", World.HERE.port())));
        world.gateway.up(NAME, failure -> {});
        world.host.run();
        world.hears("to standing;install 00000001 00000002");
        world.tracker.onDrain(leaving -> {
            world.host.run();
            world.hears("to standing;finish");
            return CompletableFuture.completedFuture("all that is due was done");
        });

        world.tracker.drain(world.toy);

        boolean keeps = onDeparture == OnDeparture.KEEP;
        assertThat(kept).hasSize(keeps ? 2 : 0);
        assertThat(world.events)
                .filteredOn(event -> event.event().kind() == NegotiationEvent.Kind.FINISHED)
                .extracting(event -> event.event().text())
                .containsExactly(keeps ? "as told" : "deleted");
        var states = world.gateway.connections();
        world.host.run();
        assertThat(states.join()).singleElement().matches(ConnectionState::wanted, "it is wanted as much as before");
    }

    private final class Keeper implements SaSink {
        @Override
        public String key() {
            return "keeper";
        }

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) {
            kept.add(sa.spi().toString());
        }

        @Override
        public void update(String gateway, SecurityAssociation now) {}

        @Override
        public void remove(String gateway, SecurityAssociation sa) {
            kept.remove(sa.spi().toString());
        }
    }
}
