package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Load;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 2408 sections 2.5.3 and 5.2. */
class FrontDoorTest {
    private static final long TOY = 99;
    private static final int AGGRESSIVE = 4;
    private static final Bytes NONE = Bytes.zeros(8);
    private static final Bytes COOKIE_I = Bytes.hex("1111111111111111");
    private static final Bytes COOKIE_R = Bytes.hex("2222222222222222");
    private static final Endpoint HERE = new Endpoint(Bytes.of(10, 0, 0, 1), 500, false);
    private static final Endpoint THERE = new Endpoint(Bytes.of(10, 0, 0, 2), 500, false);
    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new IsakmpPayloads()));

    private final FrontDoor door = new FrontDoor("toy", TOY, Set.of(AGGRESSIVE));
    private final Host host = new Host();

    /** A host with these lanes. */
    private static final class Host implements Doorway {
        private final Set<LaneKey> lanes = new HashSet<>();
        private Load load = Load.CALM;
        private boolean allows = true;

        @Override
        public boolean known(LaneKey key) {
            return lanes.contains(key);
        }

        @Override
        public long now() {
            return 0;
        }

        @Override
        public Load load(Endpoint from) {
            return load;
        }

        @Override
        public int generation() {
            return 0;
        }

        @Override
        public Bytes tag(int generation, Bytes what) {
            return Bytes.zeros(32);
        }

        @Override
        public boolean allow(String kind, Endpoint from) {
            return allows;
        }
    }

    private static Bytes first(int exchange, int flags, long messageId, long doi) {
        Proposal offer = new Proposal(1, 1, Bytes.EMPTY, List.of(new Transform(1, 1, List.of())));
        SaPayload sa = new SaPayload(doi, Situation.supported(Bytes.EMPTY), List.of(offer));
        return IsakmpMessage.compose(COOKIE_I, NONE, exchange, flags, messageId, List.of(sa), REGISTRY);
    }

    private static Bytes later(Bytes responderCookie, int exchange) {
        List<NoncePayload> nonce = List.of(new NoncePayload(Bytes.of(1)));
        return IsakmpMessage.compose(COOKIE_I, responderCookie, exchange, 0, 0, List.copyOf(nonce), REGISTRY);
    }

    private Routing route(Bytes octets) {
        return door.route(new Datagram(HERE, THERE, octets), host);
    }

    private String refusal(Bytes octets) {
        Routing routing = route(octets);
        return routing instanceof Routing.NotMine notMine
                ? notMine.name()
                : routing instanceof Routing.Answer answer ? "answered " + answer.name() : routing.toString();
    }

    @Test
    void a_first_message_of_its_doi_begins_a_negotiation_and_its_duplicate_does_not() {
        Routing.Fresh fresh = (Routing.Fresh) route(first(AGGRESSIVE, 0, 0, TOY));
        host.lanes.add(fresh.key());
        assertThat(route(first(AGGRESSIVE, 0, 0, TOY))).isEqualTo(new Routing.Existing(fresh.key()));
    }

    @Test
    void the_same_octets_from_elsewhere_are_another_negotiation() {
        Routing.Fresh fresh = (Routing.Fresh) route(first(AGGRESSIVE, 0, 0, TOY));
        Endpoint other = new Endpoint(THERE.address(), 501, false);
        Routing elsewhere = door.route(new Datagram(HERE, other, first(AGGRESSIVE, 0, 0, TOY)), host);
        assertThat(elsewhere).isInstanceOf(Routing.Fresh.class).isNotEqualTo(fresh);
    }

    @Test
    void another_doi_is_left_to_others() {
        assertThat(refusal(first(AGGRESSIVE, 0, 0, TOY + 1))).isEqualTo("doi");
        assertThat(refusal(later(NONE, AGGRESSIVE))).isEqualTo("doi");
        assertThat(refusal(Bytes.zeros(27))).isEqualTo("truncated");
    }

    @Test
    void what_is_wrong_with_a_first_message_is_said_and_no_state_is_kept() {
        assertThat(refusal(first(2, 0, 0, TOY))).isEqualTo("answered INVALID-EXCHANGE-TYPE");
        assertThat(refusal(first(AGGRESSIVE, 0, 1, TOY))).isEqualTo("answered INVALID-MESSAGE-ID");
        assertThat(refusal(first(AGGRESSIVE, 1, 0, TOY))).isEqualTo("answered INVALID-FLAGS");
        assertThat(refusal(Bytes.concat(first(AGGRESSIVE, 0, 0, TOY), Bytes.of(0))))
                .isEqualTo("answered UNEQUAL-PAYLOAD-LENGTHS");
        host.allows = false;
        assertThat(refusal(first(2, 0, 0, TOY))).isEqualTo("rate");
    }

    @Test
    void the_second_message_reaches_the_initiator_by_its_cookie_alone() {
        LaneKey ours = door.initiator(COOKIE_I);
        host.lanes.add(ours);
        assertThat(route(later(COOKIE_R, AGGRESSIVE))).isEqualTo(new Routing.Existing(ours));
        assertThat(route(later(NONE, 5))).isEqualTo(new Routing.Existing(ours));
    }

    @Test
    void both_cookies_come_before_one() {
        host.lanes.addAll(Set.of(door.initiator(COOKIE_I), door.cookies(COOKIE_I, COOKIE_R)));
        assertThat(route(later(COOKIE_R, AGGRESSIVE)))
                .isEqualTo(new Routing.Existing(door.cookies(COOKIE_I, COOKIE_R)));
    }

    @Test
    void our_own_first_message_come_back_begins_nothing() {
        host.lanes.add(door.initiator(COOKIE_I));
        assertThat(refusal(first(AGGRESSIVE, 0, 0, TOY))).isEqualTo("reflected");
    }

    @Test
    void cookies_that_nobody_has_are_dropped_and_an_informational_begins_nothing() {
        assertThat(refusal(later(COOKIE_R, AGGRESSIVE))).isEqualTo("invalid-cookie");
        assertThat(refusal(later(NONE, 5))).isEqualTo("invalid-cookie");
    }

    @Test
    void a_full_host_lets_nobody_new_in() {
        host.load = Load.FULL;
        assertThat(refusal(first(AGGRESSIVE, 0, 0, TOY))).isEqualTo("full");
    }
}
