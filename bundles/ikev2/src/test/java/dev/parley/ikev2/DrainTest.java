package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
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
}
