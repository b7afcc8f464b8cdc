package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Site;
import java.util.List;

/** Two gateways in a state that a negotiation can be in, and an attacker who hands them what no good peer sends. */
final class Attack {
    /** Where the negotiation stands when the attack begins. */
    enum State {
        FRESH("no") {
            @Override
            void reach(Worlds worlds) {
                worlds.world().run(1);
            }
        },
        AWAITS_REPLY("no") {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                sent(worlds, 1);
            }
        },
        AWAITS_ACK("yes") {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                sent(worlds, 2);
            }
        },
        ACKNOWLEDGED("yes") {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                worlds.settle();
                assertThat(worlds.up()).isTrue();
            }
        },
        ESTABLISHED("no") {
            @Override
            void reach(Worlds worlds) {
                worlds.a().establish("to-b");
                worlds.settle();
                assertThat(worlds.up()).isTrue();
            }
        },
        CLOSING("no") {
            @Override
            void reach(Worlds worlds) {
                ESTABLISHED.reach(worlds);
                worlds.a().delete("to-b");
                sent(worlds, 3);
            }
        };

        private final String responderNonce;

        State(String responderNonce) {
            this.responderNonce = responderNonce;
        }

        abstract void reach(Worlds worlds);

        Worlds worlds(long seed) {
            return Worlds.of(seed, Worlds.policies().setting("kink.responder-nonce", responderNonce));
        }

        private static void sent(Worlds worlds, int datagrams) {
            boolean reached =
                    worlds.world().runUntil(() -> worlds.world().capture().size() == datagrams, PATIENCE_MILLIS);
            assertThat(reached).isTrue();
        }
    }

    private static final long PATIENCE_MILLIS = 10_000;

    /** All that a negotiation repeats has been repeated. */
    private static final long CYCLE_MILLIS = 60_000;

    private static final Bytes STRANGER = Bytes.of(203, 0, 113, 66);
    private static final int STRANGERS = 200;

    private final Worlds worlds;
    private final Mutations mutations;

    Attack(Worlds worlds, Mutations mutations) {
        this.worlds = worlds;
        this.mutations = mutations;
    }

    /** Hands over a datagram as if it came from the peer or, now and then, from one of many strangers. */
    void send(Bytes octets) {
        Site target = mutations.happens(50) ? worlds.a() : worlds.b();
        Site other = target == worlds.a() ? worlds.b() : worlds.a();
        Endpoint remote = mutations.happens(70)
                ? other.endpoint()
                : new Endpoint(STRANGER, 1024 + mutations.below(STRANGERS), false);
        worlds.world().forge(remote, target.endpoint(), octets);
    }

    /** The XIDs that were seen on the wire, which an attacker on the path knows. */
    List<Bytes> seenXids() {
        return worlds.world().capture().stream()
                .map(Captured::octets)
                .filter(octets -> octets.length() >= 12)
                .map(octets -> octets.slice(8, 12))
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
        worlds.world().run(Limits.HALF_OPEN_MILLIS + CYCLE_MILLIS);
        worlds.world().runUntilQuiet();
    }
}
