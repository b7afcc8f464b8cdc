package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.VendorIdPayload;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Forger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stateless cookies (RFC 7296 section 2.6). */
class CookieTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final long AN_HOUR = 3_600_000;
    private static final Limits CROWDED = Limits.DEFAULT.withCrowded(0);

    private static Puppet crowded(long seed) {
        return Puppet.initiator(seed, Puppet.policies(), CROWDED);
    }

    private static Bytes with(Puppet puppet, Bytes cookie, Payload... hello) {
        List<Payload> payloads = new ArrayList<>(List.of(NotifyPayload.of(NotifyType.COOKIE, cookie)));
        payloads.addAll(List.of(hello));
        return puppet.clear(SA_INIT, 0, 0, payloads.toArray(Payload[]::new));
    }

    private static Bytes demanded(Puppet puppet, Bytes request) {
        Puppet.Heard answer = puppet.one(puppet.deliver(request));
        assertThat(answer.notifies()).containsExactly(NotifyType.COOKIE);
        assertThat(answer.payloads()).hasSize(1);
        return answer.first(NotifyPayload.class).data();
    }

    /** Section 2.6: the demand names no responder SPI, echoes Message ID 0, and leaves no state. */
    @Test
    void a_crowded_responder_demands_a_cookie_and_keeps_nothing() {
        Puppet puppet = crowded(1);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, puppet.hello())));
        assertThat(answer.notifies()).containsExactly(NotifyType.COOKIE);
        assertThat(answer.first(NotifyPayload.class).data().length()).isBetween(1, 64);
        assertThat(answer.header().responderCookie().isZero()).isTrue();
        assertThat(answer.header().messageId()).isZero();
        assertThat(puppet.site.gateway().lanes()).isZero();
        assertThat(puppet.site.gateway().halfOpen()).isZero();
    }

    @Test
    void a_calm_responder_demands_none_until_half_open_ones_crowd_it() {
        Puppet puppet = Puppet.initiator(2, Puppet.policies(), Limits.DEFAULT.withCrowded(3));
        for (int i = 0; i < 3; i++) {
            puppet.spiI = puppet.random.bytes(8);
            assertThat(puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, puppet.hello())))
                            .notifies())
                    .doesNotContain(NotifyType.COOKIE);
        }
        puppet.spiI = puppet.random.bytes(8);
        demanded(puppet, puppet.clear(SA_INIT, 0, 0, puppet.hello()));
        assertThat(puppet.site.gateway().halfOpen()).isEqualTo(3);
    }

    /** What a stranger has us keep is bounded by what he sends: more than a little is kept of those only who receive where they say. */
    @Test
    void a_calm_responder_demands_one_for_a_first_message_of_unusual_length() {
        Puppet puppet = Puppet.initiator(14);
        Payload[] hello = puppet.hello();
        Payload[] most =
                withVendorId(hello, Defaults.FIRST_OCTETS - plain(puppet, hello).length() - 4);
        assertThat(plain(puppet, most).length()).isEqualTo(Defaults.FIRST_OCTETS);
        assertThat(puppet.one(puppet.deliver(plain(puppet, most))).notifies()).doesNotContain(NotifyType.COOKIE);

        puppet.spiI = puppet.random.bytes(8);
        Payload[] more =
                withVendorId(hello, Defaults.FIRST_OCTETS - plain(puppet, hello).length() - 3);
        int before = puppet.site.gateway().lanes();
        Bytes cookie = demanded(puppet, plain(puppet, more));
        assertThat(puppet.site.gateway().lanes()).isEqualTo(before);
        puppet.init(with(puppet, cookie, more));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    private static Bytes plain(Puppet puppet, Payload... hello) {
        return puppet.clear(SA_INIT, 0, 0, hello);
    }

    private static Payload[] withVendorId(Payload[] hello, int octets) {
        return new Payload[] {hello[0], hello[1], new VendorIdPayload(Bytes.zeros(octets)), hello[2]};
    }

    @Test
    void the_right_cookie_in_front_opens_the_door() {
        Puppet puppet = crowded(3);
        Payload[] hello = puppet.hello();
        Bytes cookie = demanded(puppet, puppet.clear(SA_INIT, 0, 0, hello));
        puppet.init(with(puppet, cookie, hello));
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.6: a cookie is for one nonce, one address and one SPI; a wrong one gets another demand and no state. */
    @ParameterizedTest
    @ValueSource(strings = {"bit", "nonce", "address", "spi", "short", "long", "not first", "empty"})
    void a_cookie_that_was_made_for_something_else_is_not_accepted(String what) {
        Puppet puppet = crowded(4);
        Payload[] hello = puppet.hello();
        Bytes cookie = demanded(puppet, puppet.clear(SA_INIT, 0, 0, hello));
        Bytes request = with(puppet, cookie, hello);
        switch (what) {
            case "bit" -> {
                byte[] turned = cookie.toArray();
                turned[turned.length - 1] ^= 1;
                request = with(puppet, Bytes.copyOf(turned), hello);
            }
            case "nonce" -> {
                puppet.ni = puppet.random.bytes(32);
                request = with(puppet, cookie, puppet.hello());
            }
            case "address" -> puppet.here = new Endpoint(Bytes.of(10, 0, 0, 9), 500, false);
            case "spi" -> {
                puppet.spiI = puppet.random.bytes(8);
                request = with(puppet, cookie, hello);
            }
            case "short" -> request = with(puppet, cookie.slice(0, cookie.length() - 1), hello);
            case "long" -> request = with(puppet, Bytes.concat(cookie, Bytes.of(0)), hello);
            case "empty" -> request = with(puppet, Bytes.EMPTY, hello);
            default ->
                request = puppet.clear(
                        SA_INIT, 0, 0, hello[0], NotifyPayload.of(NotifyType.COOKIE, cookie), hello[1], hello[2]);
        }
        demanded(puppet, request);
        assertThat(puppet.site.gateway().lanes()).isZero();
    }

    /** Section 2.6: secrets change, so that cookies cannot be collected. */
    @Test
    void a_stale_cookie_is_not_accepted() {
        Puppet puppet = crowded(5);
        Payload[] hello = puppet.hello();
        Bytes cookie = demanded(puppet, puppet.clear(SA_INIT, 0, 0, hello));
        puppet.world.run(AN_HOUR);
        demanded(puppet, with(puppet, cookie, hello));
    }

    /** Or whoever sends in the peer's name would use up the peer's share. */
    @Test
    void cookies_are_for_all_who_ask() {
        Puppet puppet = Puppet.initiator(6, Puppet.policies(), CROWDED.withAnswersPerSecondPerAddress(3));
        for (int i = 0; i < 20; i++) {
            puppet.put(puppet.clear(SA_INIT, 0, 0, puppet.hello()));
        }
        puppet.world.run(50);
        assertThat(puppet.heard()).hasSize(20);
    }

    /** A demand must not be worth its while to who reflects it. */
    @Test
    void no_cookie_is_longer_than_what_asks_for_it() {
        Puppet puppet = crowded(9);
        Bytes shortest = puppet.clear(SA_INIT, 0, 0, new NoncePayload(puppet.random.bytes(16)));
        assertThat(puppet.deliver(shortest)).isEmpty();
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, puppet.hello())));
        assertThat(answer.captured().octets().length())
                .isGreaterThan(shortest.length())
                .isLessThan(puppet.clear(SA_INIT, 0, 0, puppet.hello()).length());
    }

    @Test
    void other_answers_without_state_are_limited_in_rate() {
        Puppet puppet = Puppet.initiator(6, Puppet.policies(), CROWDED.withAnswersPerSecondPerAddress(3));
        puppet.spiR = puppet.random.bytes(8);
        for (int i = 0; i < 20; i++) {
            puppet.put(puppet.clear(ExchangeType.INFORMATIONAL, 0, 0));
        }
        puppet.world.run(50);
        assertThat(puppet.heard())
                .hasSize(3)
                .allMatch(answer -> answer.notifies().equals(List.of(NotifyType.INVALID_IKE_SPI)));
    }

    /** Section 2.6: the cookie comes first, everything else is as it was, under Message ID 0. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 64})
    void the_initiator_puts_the_cookie_in_front_of_the_same_request(int octets) {
        Puppet puppet = Puppet.responder(7);
        Puppet.Heard request = puppet.called();
        Bytes cookie = puppet.random.bytes(octets);
        Puppet.Heard again = puppet.one(puppet.deliver(
                puppet.clear(SA_INIT, IkeFlags.RESPONSE, 0, NotifyPayload.of(NotifyType.COOKIE, cookie))));
        assertThat(again.payloads().get(0)).isEqualTo(NotifyPayload.of(NotifyType.COOKIE, cookie));
        assertThat(again.payloads().subList(1, again.payloads().size())).isEqualTo(request.payloads());
        assertThat(again.header().messageId()).isZero();
        assertThat(again.header().initiatorCookie()).isEqualTo(request.header().initiatorCookie());
        assertThat(again.header().responderCookie().isZero()).isTrue();
        assertThat(puppet.deliver(puppet.answer(again)))
                .as("one IKE_AUTH, for the request that the cookie is in")
                .hasSize(1);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** Section 2.6: a cookie has 1 to 64 octets. */
    @ParameterizedTest
    @ValueSource(ints = {0, 65, 200})
    void a_cookie_of_a_forbidden_length_is_not_echoed(int octets) {
        Puppet puppet = Puppet.responder(8);
        puppet.called();
        assertThat(puppet.deliver(puppet.clear(
                        SA_INIT,
                        IkeFlags.RESPONSE,
                        0,
                        NotifyPayload.of(NotifyType.COOKIE, puppet.random.bytes(octets)))))
                .isEmpty();
    }

    /** A forged demand in front of the real answer: the peer answers both forms of the request, and the handshake goes on. */
    @Test
    void a_forged_demand_for_a_cookie_stops_no_handshake() {
        int up = 0;
        for (long seed = 0; seed < 200; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(seed % 2 == 0 ? 0 : 0.2).forger(demandingCookies(Forger.Place.BEFORE));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            assertThat(worlds.up() || seed % 2 == 1)
                    .as("seed %s without loss", seed)
                    .isTrue();
            up += worlds.up() ? 1 : 0;
            worlds.world().judge();
        }
        assertThat(up).isGreaterThan(190);
    }

    /**
     * Section 2.4: behind an answer that is being followed it is not obeyed. Else the peer would answer two forms of the request, both
     * of them well, and have an IKE SA that we know nothing of.
     */
    @Test
    void a_forged_demand_for_a_cookie_behind_the_real_answer_leaves_one_ike_sa() {
        for (long seed = 0; seed < 1_000; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.world().loss(0.2).reordering(0.2).forger(demandingCookies(Forger.Place.AFTER));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().run(1_000);
            if (worlds.a().errands().get(0).succeeded()) {
                assertThat(worlds.up())
                        .as("seed %s: %s", seed, worlds.world().transcript())
                        .isTrue();
                assertThat(worlds.b().gateway().lanes())
                        .as("seed %s: %s", seed, worlds.world().transcript())
                        .isEqualTo(1);
            }
            worlds.world().judge();
        }
    }

    private static Forger demandingCookies(Forger.Place place) {
        return (original, random) -> demandingCookies(original, random, place);
    }

    private static List<Forger.Forged> demandingCookies(Captured original, RandomSource random, Forger.Place place) {
        Bytes octets = original.octets();
        boolean answer = octets.at(18) == SA_INIT && (octets.at(19) & IkeFlags.RESPONSE) != 0;
        return !answer
                ? List.of()
                : List.of(new Forger.Forged(
                        IkeMessages.clear(
                                octets.slice(0, 8),
                                Bytes.zeros(8),
                                SA_INIT,
                                IkeFlags.RESPONSE,
                                0,
                                List.of(NotifyPayload.of(NotifyType.COOKIE, random.bytes(16))),
                                PayloadRegistry.of(List.of(new Ikev2Payloads()))),
                        place));
    }

    @Test
    void endless_demands_for_cookies_are_not_followed_for_ever() {
        Puppet puppet = Puppet.responder(10);
        puppet.called();
        int requests = 0;
        for (int i = 0; i < 50; i++) {
            requests += puppet.deliver(puppet.clear(
                            SA_INIT,
                            IkeFlags.RESPONSE,
                            0,
                            NotifyPayload.of(NotifyType.COOKIE, puppet.random.bytes(16))))
                    .size();
        }
        assertThat(requests).isLessThan(15);
        puppet.world.runUntilQuiet();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.settled());
    }

    /** The crowded responder's AUTH covers the request that it answered: the one with its cookie. */
    @Test
    void a_handshake_with_a_cookie_succeeds_whatever_overtakes_whatever() {
        for (long seed = 0; seed < 200; seed++) {
            Worlds worlds = Worlds.of(Worlds.empty(seed).limits(CROWDED), Puppet.policies());
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            assertThat(worlds.up()).as("seed %s", seed).isTrue();
            assertThat(worlds.world().capture()).as("COOKIE and the four").hasSize(6);
        }
    }
}
