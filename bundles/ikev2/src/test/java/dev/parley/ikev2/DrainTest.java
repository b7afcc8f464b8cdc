package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an IKE SA does when the host says that its protocol is about to leave. */
class DrainTest {
    private final Worlds worlds = Worlds.seeded(1);

    /** The host's wish is of no kind that the protocol knows. */
    private record Hosts(String connection, Endpoint local, Endpoint remote) implements Wish {
        @Override
        public String protocol() {
            return "ikev2";
        }
    }

    private void drain() {
        worlds.a()
                .gateway()
                .command(
                        Verb.DRAIN,
                        new Hosts("to-b", worlds.a().endpoint(), worlds.b().endpoint()),
                        settled -> {});
    }

    @Test
    void an_idle_ike_sa_ends_at_once_and_keeps_what_it_installed() {
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        drain();
        worlds.world().run(1);
        assertThat(worlds.a().gateway().lanes()).isZero();
        assertThat(worlds.up()).isTrue();
    }

    @Test
    void an_exchange_that_runs_is_finished_first() {
        worlds.a().establish("to-b");
        drain();
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().gateway().lanes()).isZero();
        assertThat(worlds.up()).isTrue();
    }

    /** A sink during whose work something happens. */
    record Meanwhile(Runnable happens) implements SaSink {
        @Override
        public String key() {
            return "meanwhile";
        }

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) {
            happens.run();
        }

        @Override
        public void update(String gateway, SecurityAssociation now) {}

        @Override
        public void remove(String gateway, SecurityAssociation sa) {}
    }

    /** What the sinks install for a peer is not left to nobody: the peer gets its answer first. */
    @Test
    void an_ike_sa_whose_child_is_being_installed_is_made_first() {
        Innards innards = new Innards();
        Worlds others = Worlds.of(
                World.seeded(2).with(new OakleyComponent(), new CiphersComponent()),
                Policies.pair("to-b", "to-a", "a secret of two"));
        others.a().plug(innards);
        others.b().plug(new Ikev2Component());
        Wish hosts = new Hosts("", others.a().endpoint(), others.b().endpoint());
        others.a()
                .plug(() -> List.of(new Meanwhile(
                        () -> innards.last().handle(new Input.Command(new Moment(0, 0), Verb.DRAIN, hosts)))));
        others.b().establish("to-a");
        others.world().runUntilQuiet();
        assertThat(others.a().gateway().lanes()).isZero();
        assertThat(others.b().errands().get(0).succeeded()).isTrue();
        assertThat(others.up()).isTrue();
    }
}
