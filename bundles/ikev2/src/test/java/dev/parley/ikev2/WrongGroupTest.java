package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Forger;
import dev.parley.simulator.Policies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INVALID_KE_PAYLOAD: the group, who follows to it, and its play with cookies (RFC 7296 sections 1.2, 2.6.1, 2.7). */
class WrongGroupTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final int MODP_2048 = 14;
    private static final int ECP_256 = 19;

    private static Policies twoGroups() {
        Policies one = Policies.pair(
                "to-b",
                "to-a",
                "a secret of two",
                Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519"),
                Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "modp-2048"));
        Policies other = Policies.pair(
                "to-b",
                "to-a",
                "a secret of two",
                Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "modp-2048"));
        return one.disagreeing(other.b());
    }

    private static Bytes wrongGroup(Puppet puppet, int group) {
        return puppet.clear(
                SA_INIT,
                IkeFlags.RESPONSE,
                0,
                NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(group, 2)));
    }

    /** Section 1.2: the answer carries the group in two octets, and the responder forgets. */
    @Test
    void invalid_ke_carries_the_group_and_leaves_no_state() {
        Puppet puppet = Puppet.initiator(11, twoGroups(), Limits.DEFAULT);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, puppet.hello())));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_KE_PAYLOAD);
        assertThat(answer.first(NotifyPayload.class).data()).isEqualTo(Bytes.unsigned(MODP_2048, 2));
        assertThat(puppet.site.gateway().halfOpen()).isZero();
        assertThat(puppet.site.gateway().lanes()).isZero();
        assertThat(puppet.site.gateway().timers()).isZero();
    }

    /** Section 2.7: the same proposals again, so that nobody can talk the two into a weaker suite. */
    @Test
    void the_initiator_comes_again_with_the_group_and_the_same_proposals() {
        Puppet puppet = Puppet.responder(12, twoGroups());
        Puppet.Heard request = puppet.called();
        Puppet.Heard again = puppet.one(puppet.deliver(wrongGroup(puppet, MODP_2048)));
        assertThat(again.first(KePayload.class).group()).isEqualTo(MODP_2048);
        assertThat(again.payloads().get(0)).isEqualTo(request.payloads().get(0));
        assertThat(again.header().messageId()).isZero();
    }

    /** Section 1.2: the initiator follows only to a group that it offered. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 19, 1000, 31})
    void the_initiator_does_not_follow_to_a_group_that_it_did_not_offer_or_has_sent(int group) {
        Puppet puppet = Puppet.responder(13, twoGroups());
        puppet.called();
        assertThat(puppet.deliver(wrongGroup(puppet, group))).isEmpty();
    }

    @Test
    void invalid_ke_after_invalid_ke_ends() {
        Puppet puppet = Puppet.responder(14, twoGroups());
        puppet.called();
        assertThat(puppet.deliver(wrongGroup(puppet, MODP_2048))).hasSize(1);
        for (int i = 0; i < 20; i++) {
            assertThat(puppet.deliver(wrongGroup(puppet, i % 2 == 0 ? 31 : MODP_2048)).stream()
                            .map(heard -> heard.first(KePayload.class).group())
                            .distinct())
                    .as("no more than repetitions of the last")
                    .isSubsetOf(MODP_2048);
        }
    }

    /**
     * Section 2.4: the peer answers the first request and, because of somebody's forged INVALID_KE_PAYLOAD, the second one too. Both
     * answers are good; if both were followed it would have an IKE SA that we know nothing of.
     */
    @Test
    void a_forged_invalid_ke_leaves_one_ike_sa_and_no_other() {
        Suite one = Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519");
        List<Algorithm> either = List.of(Algorithm.parse("x25519"), Algorithm.parse("ecp-256"));
        Policies both = Policies.pair(
                "to-b", "to-a", "a secret of two", new Suite(one.encryption(), one.integrity(), one.prf(), either));
        for (long seed = 0; seed < 300; seed++) {
            Worlds worlds = Worlds.of(Worlds.empty(seed).work(0, 0), both);
            worlds.world().loss(0.2).latency(1, 300).forger(WrongGroupTest::wrongGroup);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().run(1_000);
            if (worlds.a().errands().get(0).succeeded()) {
                assertThat(worlds.up())
                        .as("seed %s: %s", seed, worlds.world().transcript())
                        .isTrue();
                assertThat(worlds.b().gateway().lanes() - worlds.b().gateway().halfOpen())
                        .as("seed %s: %s", seed, worlds.world().transcript())
                        .isEqualTo(1);
            }
            worlds.world().judge();
        }
    }

    /** Before and behind every answer a demand for the other group. */
    private static List<Forger.Forged> wrongGroup(Captured original, RandomSource random) {
        Bytes octets = original.octets();
        if (octets.at(18) != SA_INIT || (octets.at(19) & IkeFlags.RESPONSE) == 0) {
            return List.of();
        }
        Bytes forged = IkeMessages.clear(
                octets.slice(0, 8),
                Bytes.zeros(8),
                SA_INIT,
                IkeFlags.RESPONSE,
                0,
                List.of(NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(ECP_256, 2))),
                PayloadRegistry.of(List.of(new Ikev2Payloads())));
        return List.of(new Forger.Forged(forged, Forger.Place.BEFORE), new Forger.Forged(forged, Forger.Place.AFTER));
    }

    /** Section 2.6.1: a cookie once shown stays in front when the group changes, and the nonce it is for stays. */
    @Test
    void cookie_and_invalid_ke_one_after_the_other_come_to_an_end() {
        Policies policies = twoGroups();
        Worlds worlds = Worlds.of(Worlds.empty(15).limits(Limits.DEFAULT.withCrowded(0)), policies);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.up()).isTrue();
        assertThat(worlds.world().capture())
                .as("COOKIE, INVALID_KE, and the four")
                .hasSize(8);
        worlds.world().judge();
    }
}
