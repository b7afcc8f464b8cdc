package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Site;
import java.util.List;
import java.util.stream.Stream;

/** Two gateways in a state that a negotiation can be in, and an attacker who hands them what no good peer sends. */
final class Attack {
    /** Where the negotiation stands when the attack begins. */
    enum State {
        FRESH {
            @Override
            void reach(Worlds worlds) {
                worlds.world().run(1);
            }
        },
        AWAITS_INIT {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                sent(worlds, 1);
            }
        },
        HALF_OPEN {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                sent(worlds, 2);
            }
        },
        AWAITS_AUTH {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                sent(worlds, 3);
            }
        },
        ESTABLISHED {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                worlds.world().runUntilQuiet();
                assertThat(worlds.up()).isTrue();
            }
        },
        CLOSING {
            @Override
            void reach(Worlds worlds) {
                ESTABLISHED.reach(worlds);
                worlds.a().delete("to-b");
                sent(worlds, 5);
            }
        };

        abstract void reach(Worlds worlds);

        private static void sent(Worlds worlds, int datagrams) {
            boolean reached =
                    worlds.world().runUntil(() -> worlds.world().capture().size() == datagrams, PATIENCE_MILLIS);
            assertThat(reached).isTrue();
        }
    }

    private static final long PATIENCE_MILLIS = 10_000;
    private static final Bytes STRANGER = Bytes.of(203, 0, 113, 66);
    private static final int STRANGERS = 200;

    private final Worlds worlds;
    private final Mutations mutations;

    Attack(Worlds worlds, Mutations mutations) {
        this.worlds = worlds;
        this.mutations = mutations;
    }

    /** Hands over a datagram as if it came from the peer or, as often, from one of many strangers. */
    void send(Bytes octets) {
        Site target = mutations.happens(50) ? worlds.a() : worlds.b();
        Endpoint local = mutations.happens(80) ? target.endpoint() : target.encapsulated();
        send(target, local, octets);
    }

    private void send(Site target, Endpoint local, Bytes octets) {
        Site other = target == worlds.a() ? worlds.b() : worlds.a();
        Endpoint remote = mutations.happens(50)
                ? new Endpoint(other.address(), local.port(), local.encapsulated())
                : new Endpoint(STRANGER, 1024 + mutations.below(STRANGERS), local.encapsulated());
        worlds.world().forge(remote, local, octets);
    }

    /** The same datagram to every endpoint of both. */
    void everywhere(Bytes octets) {
        for (Site site : List.of(worlds.a(), worlds.b())) {
            send(site, site.endpoint(), octets);
            send(site, site.encapsulated(), octets);
        }
    }

    /** The SPIs that were seen on the wire, which an attacker on the path knows. */
    List<Bytes> seenSpis() {
        return worlds.world().capture().stream()
                .map(Captured::octets)
                .filter(octets -> octets.length() >= 16)
                .flatMap(octets -> Stream.of(octets.slice(0, 8), octets.slice(8, 16)))
                .filter(spi -> !spi.isZero())
                .distinct()
                .toList();
    }

    /** Nothing threw, no negotiation died of a bug, and strangers have not made more of them than may be half-open. */
    void expectNoHarm(String when) {
        for (Site site : List.of(worlds.a(), worlds.b())) {
            assertThat(site.gateway().counters())
                    .as("%s at %s", when, site.name())
                    .doesNotContainKeys("bug", "bugs-in-route", "observer-bugs");
            assertThat(site.gateway().lanes())
                    .as("lanes at %s, %s", site.name(), when)
                    .isLessThan(Limits.HALF_OPEN);
        }
    }

    /** The attacker has lost interest and what was half-open has expired. */
    void calmDown() {
        worlds.world().run(Limits.HALF_OPEN_MILLIS + PATIENCE_MILLIS);
        worlds.world().runUntilQuiet();
    }
}
