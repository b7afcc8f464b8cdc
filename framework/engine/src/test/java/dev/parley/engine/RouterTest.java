package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Limits SMALL = Limits.DEFAULT
            .withHalfOpen(6)
            .withCrowded(4)
            .withHalfOpenPerAddress(3)
            .withCrowdedPerAddress(2);

    private World world;

    private World world(Limits limits) throws Unavailable {
        world = new World(limits);
        return world;
    }

    private String load(String address) {
        world.arrives(address, "load" + " ".repeat(20));
        return world.said().get(0);
    }

    @Test
    void one_address_gets_no_more_than_its_share_of_half_open_negotiations() throws Unavailable {
        world(SMALL);
        for (int i = 0; i < 10; i++) {
            world.arrives("198.51.100.7", "new;" + i);
        }
        world.host.run();
        assertThat(world.gateway.lanes()).isEqualTo(3);
        assertThat(world.count("not-admitted")).isEqualTo(7);
        world.arrives("198.51.100.8", "new");
        assertThat(world.gateway.halfOpen()).isEqualTo(4);
    }

    @Test
    void an_ipv6_subscriber_is_one_address_however_many_it_uses() throws Unavailable {
        world(SMALL);
        for (int i = 1; i <= 10; i++) {
            world.arrives("2001:db8:0:1::" + i, "new");
        }
        assertThat(world.gateway.lanes()).isEqualTo(3);
        world.arrives("2001:db8:0:2::1", "new");
        assertThat(world.gateway.lanes()).isEqualTo(4);
    }

    @Test
    void all_together_get_no_more_than_the_total_until_somebody_is_proven() throws Unavailable {
        world(SMALL);
        for (int i = 1; i <= 10; i++) {
            world.arrives("198.51.100." + i, "new;listen a" + i);
        }
        world.host.run();
        assertThat(world.gateway.halfOpen()).isEqualTo(6);
        world.arrives("198.51.100.1", "to a1;prove one");
        world.host.run();
        world.arrives("198.51.100.200", "new");
        assertThat(world.gateway.lanes()).isEqualTo(7);
        assertThat(world.gateway.halfOpen()).isEqualTo(6);
    }

    @Test
    void load_rises_from_calm_by_crowded_to_full_for_one_address_and_for_all() throws Unavailable {
        world(SMALL);
        assertThat(load("198.51.100.1")).isEqualTo("CALM");
        world.arrives("198.51.100.1", "new;1");
        world.arrives("198.51.100.1", "new;2");
        assertThat(load("198.51.100.1")).isEqualTo("CROWDED");
        assertThat(load("198.51.100.2")).isEqualTo("CALM");
        world.arrives("198.51.100.1", "new;3");
        assertThat(load("198.51.100.1")).isEqualTo("FULL");
        world.arrives("198.51.100.2", "new");
        assertThat(load("198.51.100.3")).isEqualTo("CROWDED");
        world.arrives("198.51.100.3", "new");
        world.arrives("198.51.100.4", "new");
        assertThat(load("198.51.100.5")).isEqualTo("FULL");
    }

    @Test
    void a_full_work_pool_makes_the_gateway_crowded_for_a_moment() throws Unavailable {
        world(SMALL);
        world.host.workRoom = 0;
        world.hears("new;work;" + "x".repeat(20));
        assertThat(world.said()).containsExactly("1 failed busy: no room for toy now");
        assertThat(load("198.51.100.9")).isEqualTo("CROWDED");
        world.host.passAndRun(1_001);
        assertThat(load("198.51.100.9")).isEqualTo("CALM");
    }

    @Test
    void a_repeated_first_datagram_goes_to_the_negotiation_it_began_even_after_it_is_proven() throws Unavailable {
        world(SMALL);
        world.hears("new;prove one;unbirth");
        world.hears("new;prove one;unbirth");
        assertThat(world.gateway.lanes()).isEqualTo(1);
        assertThat(world.gateway.keys()).isEqualTo(1);
        world.host.passAndRun(Limits.HALF_OPEN_MILLIS);
        assertThat(world.gateway.keys()).isZero();
        assertThat(world.gateway.lanes()).isEqualTo(1);
        assertThat(world.gateway.timers()).isZero();
    }

    @Test
    void what_nobody_claims_is_counted_under_the_name_its_protocol_gave_and_keeps_nothing() throws Unavailable {
        world(SMALL);
        world.hears("what?");
        world.hears("to nowhere");
        assertThat(world.count("toy-not-mine")).isEqualTo(1);
        assertThat(world.count("toy-unknown-key")).isEqualTo(1);
        assertThat(world.gateway.lanes() + world.gateway.keys()).isZero();
    }

    @Test
    void a_protocol_that_crashes_at_the_door_harms_nobody() throws Unavailable {
        world(SMALL);
        world.hears("crash");
        world.hears("new;send 3");
        assertThat(world.count("bugs-in-route")).isEqualTo(1);
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_datagram_that_is_empty_or_too_long_is_not_looked_at() throws Unavailable {
        world(SMALL.withDatagramOctets(100));
        world.hears("");
        world.hears("new;" + "x".repeat(97));
        assertThat(world.count("datagram-size")).isEqualTo(2);
        world.hears("new;" + "x".repeat(96));
        assertThat(world.gateway.lanes()).isEqualTo(1);
    }

    @Test
    void an_answer_without_state_is_at_most_three_times_the_question() throws Unavailable {
        world(SMALL);
        world.hears("answer 27");
        assertThat(world.said()).hasSize(1);
        world.hears("answer 28");
        assertThat(world.said()).isEmpty();
        assertThat(world.count("amplification-refused")).isEqualTo(1);
    }

    @Test
    void answers_without_state_are_limited_for_each_address_and_in_all() throws Unavailable {
        world(SMALL.withAnswersPerSecondPerAddress(2).withAnswersPerSecond(3));
        for (int i = 0; i < 5; i++) {
            world.arrives("198.51.100.1", "answer 1");
        }
        assertThat(world.said()).hasSize(2);
        for (int i = 2; i < 7; i++) {
            world.arrives("198.51.100." + i, "answer 1");
        }
        assertThat(world.said()).hasSize(1);
        assertThat(world.count("rate-limited")).isEqualTo(3 + 4);
        world.host.pass(500);
        world.arrives("198.51.100.1", "answer 1");
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_tag_is_good_for_its_generation_and_the_next_and_differs_in_each() {
        VirtualHost host = new VirtualHost();
        TagSecrets secrets = new TagSecrets(host);
        Bytes what = Bytes.utf8("198.51.100.1");
        int first = secrets.generation();
        Bytes tag = secrets.tag(first, what);
        assertThat(tag.length()).isEqualTo(32);
        assertThat(secrets.tag(first, Bytes.utf8("198.51.100.2"))).isNotEqualTo(tag);
        host.pass(TagSecrets.LIFETIME_MILLIS);
        assertThat(secrets.generation()).isEqualTo(first + 1);
        assertThat(secrets.tag(first, what)).isEqualTo(tag);
        assertThat(secrets.tag(first + 1, what)).isNotEqualTo(tag);
        host.pass(TagSecrets.LIFETIME_MILLIS);
        assertThat(secrets.tag(first, what)).isEqualTo(Bytes.zeros(32));
        assertThat(secrets.tag(first + 40, what)).isEqualTo(Bytes.zeros(32));
    }

    @Test
    void a_long_silence_forgets_both_secrets() {
        VirtualHost host = new VirtualHost();
        TagSecrets secrets = new TagSecrets(host);
        int first = secrets.generation();
        host.pass(50 * TagSecrets.LIFETIME_MILLIS);
        assertThat(secrets.generation()).isGreaterThan(first + 1);
        assertThat(secrets.tag(first, Bytes.EMPTY)).isEqualTo(Bytes.zeros(32));
    }

    @Test
    void a_gateway_without_its_transport_says_which_is_missing() {
        CatalogTracker tracker = new CatalogTracker();
        Gateway.Builder builder =
                Gateway.builder("here", new VirtualHost(), tracker).transport("pigeon");
        assertThatThrownBy(builder::start)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no transport pigeon is installed");
    }

    @Test
    void a_port_that_is_given_to_a_protocol_is_its_alone_and_a_moved_one_is_for_all() throws Unavailable {
        world(Limits.DEFAULT);
        world.tracker.add(World.contribution(new Elsewhere()));
        world.arrives("198.51.100.7", "elsewhere");
        assertThat(world.count("elsewhere")).as("4321 is the toy's").isZero();
        assertThat(world.count("toy-not-mine")).isEqualTo(1);
        world.gateway.receive(new Datagram(
                World.endpoint("192.0.2.1", 9_999), World.endpoint("198.51.100.7", 1), Bytes.utf8("elsewhere")));
        assertThat(world.count("elsewhere")).as("9999 is nobody's").isEqualTo(1);
        world.gateway.receive(
                new Datagram(World.endpoint("192.0.2.1", 4_322), World.endpoint("198.51.100.7", 1), Bytes.utf8("new")));
        assertThat(world.gateway.lanes()).as("4322 is not the toy's").isZero();
    }

    @Test
    void a_port_that_a_protocol_was_moved_to_is_its_alone() throws Unavailable {
        world(Limits.DEFAULT);
        world.tracker.add(World.contribution(new Elsewhere()));
        world.gateway.receive(new Datagram(World.MOVED, World.endpoint("198.51.100.7", 1), Bytes.utf8("elsewhere")));
        assertThat(world.count("elsewhere")).as("7777 is the toy's").isZero();
        world.gateway.receive(new Datagram(World.MOVED, World.endpoint("198.51.100.7", 1), Bytes.utf8("new")));
        assertThat(world.gateway.lanes()).isEqualTo(1);
    }

    /** Sees every datagram of its port, and is asked first. */
    private static final class Elsewhere implements NegotiationProtocol {
        @Override
        public String key() {
            return "elsewhere";
        }

        @Override
        public UdpPorts udpPorts() {
            return UdpPorts.of(4322);
        }

        @Override
        public int majorVersion() {
            return 9;
        }

        @Override
        public Routing route(Datagram datagram, Doorway door) {
            return new Routing.Answer(Bytes.utf8("x"), "elsewhere", "");
        }

        @Override
        public Negotiation respond(LaneKey key, Environment environment) {
            throw new IllegalStateException("nothing is fresh");
        }

        @Override
        public Negotiation initiate(Wish wish, Environment environment) {
            throw new IllegalStateException("nothing is wished");
        }
    }
}
