package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.AuthPayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may, and what happens to who may not (RFC 7296 sections 2.15, 2.21.2, 3.5). */
class AuthenticationTest {
    private static final int IKE_AUTH = ExchangeType.IKE_AUTH;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    private static Policy with(Policy policy, PolicyEnd local, PolicyEnd remote, String secret) {
        return new Policy(
                policy.name(),
                policy.protocol(),
                local,
                remote,
                SharedSecret.of(Bytes.utf8(secret)),
                policy.suites(),
                policy.children(),
                policy.lifetimeSeconds(),
                policy.settings());
    }

    private static PolicyEnd named(PolicyEnd end, String identity) {
        return new PolicyEnd(end.endpoint(), end.encapsulatedPort(), Identity.parse(identity));
    }

    /** Section 2.21.2: refused inside the Encrypted payload, and neither end keeps anything. */
    @Test
    void different_secrets_end_at_both_ends_with_authentication_failed_under_protection() {
        Policies one = Policies.pair("to-b", "to-a", "one secret");
        Worlds worlds = Worlds.of(
                Worlds.empty(1),
                one.disagreeing(Policies.pair("to-b", "to-a", "another").b()));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow().getMessage())
                .contains("AUTHENTICATION_FAILED");
        List<Captured> capture = worlds.world().capture();
        assertThat(capture)
                .hasSize(4)
                .allMatch(each -> each.octets().at(18) == ExchangeType.IKE_SA_INIT
                        || each.octets().at(16) == 46);
        worlds.world().judgeEmpty();
    }

    @Test
    void the_responder_answers_a_wrong_auth_under_protection_and_does_not_say_who_it_is() {
        Puppet puppet = Puppet.initiator(2);
        puppet.init();
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(1, new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, Bytes.zeros(32)));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 1, auth)));
        assertThat(answer.notifies()).containsExactly(NotifyType.AUTHENTICATION_FAILED);
        assertThat(answer.payloads()).hasSize(1);
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Whoever failed gets no second try on the same keys, and nothing that it sends keeps the SA alive. */
    @Test
    void nothing_is_done_for_a_peer_that_failed() {
        Puppet puppet = Puppet.initiator(3);
        puppet.init();
        List<Payload> wrong = new ArrayList<>(puppet.auth());
        wrong.set(1, new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, Bytes.zeros(32)));
        Bytes first = puppet.sealed(IKE_AUTH, 0, 1, wrong);
        Bytes answer = puppet.one(puppet.deliver(first)).captured().octets();
        assertThat(puppet.one(puppet.deliver(first)).captured().octets())
                .as("only its retransmission")
                .isEqualTo(answer);
        assertThat(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 2, puppet.auth()))).isEmpty();
        for (long id = 2; id < 10; id++) {
            assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, id))).isEmpty();
            puppet.world.run(1_000);
        }
        puppet.world.run(1_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.21.2: the responder believes to have an SA: it is told in an exchange of its own, and then all is over. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "id", "no id", "method"})
    void an_initiator_that_rejects_the_responder_says_authentication_failed_and_installs_nothing(String what) {
        Puppet puppet = Puppet.responder(4);
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.auth());
        switch (what) {
            case "auth" -> auth.set(1, new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, Bytes.zeros(32)));
            case "id" -> {
                Policy other = with(
                        puppet.policy,
                        named(puppet.policy.local(), "mallory.example"),
                        puppet.policy.remote(),
                        "a secret of two");
                auth.set(0, puppet.proof(other).get(0));
                auth.set(1, puppet.proof(other).get(1));
            }
            case "no id" ->
                auth.set(0, IdPayload.of(Role.INITIATOR, puppet.policy.local().identity()));
            default -> auth.set(1, new AuthPayload(1, Bytes.zeros(256)));
        }
        Puppet.Heard told = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, IkeFlags.RESPONSE, 1, auth)));
        assertThat(told.header().exchangeType()).isEqualTo(INFORMATIONAL);
        assertThat(told.header().messageId()).isEqualTo(2);
        assertThat(told.notifies()).containsExactly(NotifyType.AUTHENTICATION_FAILED);
        puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 2));
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
    }

    @Test
    void a_responder_that_is_told_so_drops_the_sa() {
        Puppet puppet = Puppet.initiator(5).connected();
        puppet.heard();
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(
                INFORMATIONAL, 0, 2, dev.parley.ikev2.message.NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED))));
        assertThat(answer.payloads()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 3.5: all four kinds, both ways round. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway.example", "192.0.2.1", "2001:db8::1", "key-id:0x00ff10", "key-id:branch office"})
    void identities_of_every_kind(String identity) {
        Policies usual = Puppet.policies();
        Policy a = with(usual.a(), named(usual.a().local(), identity), usual.a().remote(), "s");
        Policy b = with(usual.b(), usual.b().local(), named(usual.b().remote(), identity), "s");
        for (boolean forward : new boolean[] {true, false}) {
            World world = Worlds.empty(6);
            Site one = world.gateway("a", a);
            Site other = world.gateway("b", b);
            (forward ? one : other).establish(forward ? "to-b" : "to-a");
            world.runUntilQuiet();
            world.judge();
            assertThat(one.sad().entries()).hasSize(2);
        }
    }

    /** Section 3.5: the kind counts too: a KEY_ID that spells a domain name is not that domain. */
    @Test
    void the_same_octets_under_another_kind_are_another_identity() {
        Policies usual = Puppet.policies();
        Policy a = with(
                usual.a(),
                named(usual.a().local(), "key-id:a.example"),
                usual.a().remote(),
                "a secret of two");
        World world = Worlds.empty(7);
        Site one = world.gateway("a", a);
        world.gateway("b", usual.b());
        one.establish("to-b");
        world.runUntilQuiet();
        assertThat(one.errands()).allMatch(errand -> errand.failure().isPresent());
        world.judgeEmpty();
    }

    /** RFC 4301 section 4.4.3: the suite was agreed before the peer said who it is; its own policy must allow it too. */
    @Test
    void a_peer_does_not_get_in_by_the_weaker_suite_of_another_policy() {
        Policies strong = Policies.pair(
                "to-b", "strong", "s", Policies.suite("aes-gcm-16:256", Optional.empty(), "hmac-sha2-256", "x25519"));
        Policies weak = Policies.pair(
                "to-b",
                "weak",
                "s",
                Policies.suite("aes-cbc:128", Optional.of("hmac-sha2-256-128"), "hmac-sha2-256", "modp-2048"));
        Policy toOther = with(weak.b(), weak.b().local(), named(weak.b().remote(), "other.example"), "s");
        World world = Worlds.empty(8);
        Site a = world.gateway("a", weak.a());
        Site b = world.gateway("b", toOther, strong.b());
        a.establish("to-b");
        world.runUntilQuiet();
        assertThat(b.sad().entries()).isEmpty();
        assertThat(a.errands()).allMatch(errand -> errand.failure().isPresent());
        world.judgeEmpty();
    }

    /** An address may have several policies: each peer finds its own, in whatever order they stand. */
    @Test
    void a_peer_finds_its_own_policy_behind_an_address_of_several() {
        Policies usual = Puppet.policies();
        Policy other = new Policy(
                "other",
                "ikev2",
                usual.b().local(),
                named(usual.b().remote(), "other.example"),
                SharedSecret.of(Bytes.utf8("x")),
                usual.b().suites(),
                usual.b().children(),
                0,
                usual.b().settings());
        World world = Worlds.empty(9);
        Site a = world.gateway("a", usual.a());
        Site b = world.gateway("b", other, usual.b());
        a.establish("to-b");
        world.runUntilQuiet();
        assertThat(b.sad().entries()).hasSize(2);
        world.judge();
    }

    /** Section 2.15: a peer with our own identity is not the one that the policy names, even with all the secrets. */
    @Test
    void our_own_messages_reflected_authenticate_nobody() {
        Puppet puppet = Puppet.initiator(10);
        puppet.init();
        Policy own = with(
                puppet.policy, named(puppet.policy.local(), "b.example"), puppet.policy.remote(), "a secret of two");
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.set(0, puppet.proof(own).get(0));
        auth.set(1, puppet.proof(own).get(1));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 1, auth)))
                        .notifies())
                .containsExactly(NotifyType.AUTHENTICATION_FAILED);
    }

    /** A peer that takes our own SPI as its own gains nothing by it. */
    @Test
    void our_own_spi_as_the_peers_confuses_nobody() {
        Puppet puppet = Puppet.responder(11);
        Puppet.Heard request = puppet.called();
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.answerUnder(request, puppet.spiI)));
        assertThat(auth.header().exchangeType()).isEqualTo(IKE_AUTH);
        assertThat(auth.header().initiatorCookie()).isEqualTo(auth.header().responderCookie());
        puppet.deliver(puppet.sealed(IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
        puppet.site.delete("to-b");
        puppet.world.run(100);
        puppet.heard();
        puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 2));
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.16: who sends no AUTH wants EAP, which no policy has. */
    @Test
    void who_wants_eap_is_told_that_authentication_failed() {
        Puppet puppet = Puppet.initiator(30);
        puppet.init();
        List<Payload> asked = new ArrayList<>(puppet.auth());
        asked.removeIf(AuthPayload.class::isInstance);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(IKE_AUTH, 0, 1, asked)));
        assertThat(answer.notifies()).containsExactly(NotifyType.AUTHENTICATION_FAILED);
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.5: a payload that nobody knows, and that is not critical, is as if it were not there. */
    @Test
    void a_refusal_with_an_unknown_payload_beside_it_is_a_refusal() {
        Puppet puppet = Puppet.responder(31);
        puppet.deliver(puppet.answer(puppet.called()));
        puppet.deliver(puppet.sealed(
                IKE_AUTH,
                IkeFlags.RESPONSE,
                1,
                NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED),
                new Unknown(new PayloadType(Ikev2Payloads.SPACE, 200), false, Bytes.of(1, 2, 3))));
        assertThat(puppet.site.errands().get(0).failure().orElseThrow().getMessage())
                .contains("AUTHENTICATION_FAILED");
        assertThat(puppet.forgotten()).isTrue();
    }
}
