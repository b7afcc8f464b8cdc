package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Key;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.PrfReading;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.simulator.Policies;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CREATE with KE payloads: perfect forward secrecy, never optimistic (RFC 4430 sections 3.2, 5.7 and 7). */
class KeyExchangeTest {
    @ParameterizedTest
    @ValueSource(strings = {"modp-2048", "modp-3072", "ecp-256", "ecp-384", "ecp-521"})
    void three_messages_agree_on_keys_of_a_group(String group) {
        Worlds worlds = Worlds.of(1, policies(group));
        worlds.a().establish("to-b");
        assertThat(worlds.world().runUntil(() -> worlds.world().capture().size() == 1, 10_000))
                .isTrue();
        assertThat(worlds.a().sad().entries()).as("nothing before the answer").isEmpty();
        worlds.settle();
        assertThat(worlds.world().capture()).hasSize(3);
        assertThat(worlds.world().transcript().said())
                .contains("ENCRYPT {ISAKMP {SA, Ni, KE, IDci, IDcr}}")
                .contains("ENCRYPT {ISAKMP {SA, Nr, KE, IDci, IDcr}}");
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    /** Played by hand with an exponent of 2, so that g^xy is the square of what the gateway said. */
    @Test
    void the_agreed_secret_stands_first_in_the_seed_of_keymat() {
        Puppet puppet = Puppet.responder(2, policies("modp-2048"));
        Puppet.Heard create = puppet.called();
        Bytes theirs = create.first(KePayload.class).data();
        Bytes square = square(theirs);
        Bytes ours = Bytes.concat(Bytes.zeros(255), Bytes.of(4));
        Bytes nr = puppet.random.bytes(16);
        puppet.ask(puppet.reply(
                create, true, Answers.taking(create, "0b000001", new NoncePayload(nr), new KePayload(ours))));
        assertThat(puppet.up()).isTrue();
        Bytes ni = create.first(NoncePayload.class).data();
        for (IpsecSa sa : puppet.site.sad().ipsec()) {
            Bytes seed = Bytes.concat(square, Bytes.of(3), sa.spi(), ni, nr);
            Key block = puppet.session().prf(Key.of(seed), PrfReading.LETTER);
            assertThat(sa.encryptionKey().reveal().slice(0, 20)).isEqualTo(block.reveal());
        }
    }

    private static Bytes square(Bytes value) {
        BigInteger prime = new BigInteger(
                "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6"
                        + "F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A"
                        + "69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08"
                        + "CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
                        + "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF",
                16);
        byte[] octets =
                new BigInteger(1, value.toArray()).modPow(BigInteger.TWO, prime).toByteArray();
        Bytes all = Bytes.concat(Bytes.zeros(256), Bytes.copyOf(octets));
        return all.from(all.length() - 256);
    }

    @Test
    void a_peer_without_the_key_exchange_that_the_policy_wants_is_refused() {
        Puppet puppet = Puppet.initiator(3, policies("modp-2048"));
        Puppet.Heard answer = puppet.ask(puppet.command(KinkMessageType.CREATE, 1, puppet.quickMode("0a000001")));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.NO_PROPOSAL_CHOSEN));
    }

    @Test
    void who_has_no_key_exchange_says_so_by_the_payloads_number_and_it_is_told() {
        Worlds worlds =
                Worlds.of(4, policies("modp-2048").disagreeing(policies().b()));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow())
                .hasMessage("the peer refused child net with INVALID-PAYLOAD-TYPE for payload 4");
        worlds.world().judgeEmpty();
    }

    @Test
    void another_group_is_no_agreement() {
        Worlds worlds = Worlds.of(
                5, policies("modp-2048").disagreeing(policies("ecp-256").b()));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow()).hasMessageContaining("NO-PROPOSAL-CHOSEN");
        worlds.world().judgeEmpty();
    }

    @Test
    void an_answer_without_a_public_value_is_refused() {
        Puppet puppet = Puppet.responder(6, policies("modp-2048"));
        Puppet.Heard create = puppet.called();
        puppet.deliver(puppet.reply(
                create, true, Answers.taking(create, "0b000001", new NoncePayload(puppet.random.bytes(16)))));
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.errands().get(0).failure().orElseThrow()).hasMessageContaining("KE payload");
    }

    @Test
    void a_public_value_that_is_none_is_refused_at_both_ends() {
        Puppet responder = Puppet.responder(7, policies("modp-2048"));
        Puppet.Heard create = responder.called();
        List<Puppet.Heard> follow = responder.deliver(responder.reply(
                create,
                true,
                Answers.taking(
                        create,
                        "0b000001",
                        new NoncePayload(responder.random.bytes(16)),
                        new KePayload(Bytes.zeros(256)))));
        assertThat(follow)
                .extracting(heard -> heard.header().type())
                .containsExactly(KinkMessageType.ACK, KinkMessageType.DELETE);
        assertThat(responder.site.sad().entries()).isEmpty();
    }

    @Test
    void a_group_without_a_number_in_quick_mode_is_a_mistake_of_ours_and_says_so() {
        Worlds worlds = Worlds.of(8, policies("x25519"));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow())
                .hasMessageContaining("key exchange x25519 has no number among the groups of RFC 2409")
                .hasMessageContaining("give it one in the policy");
        worlds.world().judgeEmpty();
    }

    @Test
    void a_number_that_both_policies_give_is_as_good() {
        ChildPolicy child = policies().a().children().get(0);
        Suite numbered = new Suite(
                child.suites().get(0).encryption(),
                List.of(),
                List.of(),
                List.of(Algorithm.parse("x25519").numbered(32_001)));
        Worlds worlds = Worlds.of(9, policies().children(child.by(List.of(numbered))));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    private static Policies policies(String... group) {
        return Worlds.suites("aes-gcm-16:256", "", group);
    }
}
