package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed messages, before and after their integrity is proven, and numbers made to hurt (RFC 7296 sections 2.10, 2.21.3, 3). */
class SyntaxTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    /** A payload of a known type with a body that is none. */
    private static Payload body(PayloadType type, String hex) {
        return new Unknown(type, false, Bytes.hex(hex));
    }

    /** Section 2.21.3: a malformed request that is authentic is answered INVALID_SYNTAX, and both ends drop the SA. */
    @Test
    void a_malformed_request_after_decryption_is_answered_and_closes_the_sa() {
        Puppet puppet = Puppet.initiator(1).connected();
        puppet.heard();
        Puppet.Heard answer =
                puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, body(Ikev2Payloads.NOTIFY, "000400"))));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(answer.header().nextPayload()).isEqualTo(Ikev2Payloads.SK.number());
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.21.3: a malformed response closes the SA and is not answered. */
    @Test
    void a_malformed_response_closes_the_sa_without_an_answer() {
        Puppet puppet = Puppet.initiator(2).connected();
        puppet.site.probe("to-a");
        puppet.world.run(100);
        puppet.heard();
        List<Puppet.Heard> said = puppet.deliver(
                puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, 0, body(Ikev2Payloads.NOTIFY, "000400")));
        assertThat(said).noneMatch(Puppet.Heard::response);
        assertThat(puppet.site.sad().entries())
                .as("whether or not the peer answers our DELETE")
                .isEmpty();
        puppet.world.run(600_000);
        assertThat(puppet.forgotten()).isTrue();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
    }

    /** Section 2.21.3: INVALID_SYNTAX in answer to us is fatal at both ends, without a DELETE. */
    @Test
    void invalid_syntax_in_a_response_closes_the_sa_without_a_delete() {
        Puppet puppet = Puppet.initiator(3).connected();
        puppet.site.probe("to-a");
        puppet.world.run(100);
        puppet.heard();
        assertThat(puppet.deliver(puppet.sealed(
                        INFORMATIONAL, IkeFlags.RESPONSE, 0, NotifyPayload.of(NotifyType.INVALID_SYNTAX))))
                .isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.gateway().lanes()).isZero();
    }

    /** Section 2.21: before integrity is proven, silence. */
    @Test
    void what_fails_its_integrity_check_is_dropped_in_silence() {
        Puppet puppet = Puppet.initiator(4).connected();
        puppet.heard();
        Bytes good = puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.IKE, List.of()));
        for (int at = 28; at < good.length(); at++) {
            byte[] turned = good.toArray();
            turned[at] ^= 1;
            assertThat(puppet.deliver(Bytes.copyOf(turned))).as("octet %s", at).noneMatch(Puppet.Heard::response);
        }
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.deliver(good).stream().filter(Puppet.Heard::response)).hasSize(1);
    }

    /** Section 2.21.1: a malformed first message leaves nothing, and gets no answer. */
    @Test
    void a_malformed_first_message_is_dropped_in_silence() {
        Puppet puppet = Puppet.initiator(5);
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, body(Ikev2Payloads.SA, "0000000812345678"))))
                .isEmpty();
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0))).isEmpty();
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 2.10: 16 to 256 octets. */
    @ParameterizedTest
    @ValueSource(ints = {0, 15, 257})
    void a_nonce_of_a_forbidden_length_makes_nothing(int octets) {
        Puppet puppet = Puppet.initiator(6);
        Payload[] hello = puppet.hello();
        hello[2] = new Unknown(Ikev2Payloads.NONCE, false, Bytes.zeros(octets));
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)))
                .noneMatch(heard -> !heard.all(NoncePayload.class).isEmpty());
        assertThat(puppet.forgotten()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void nonces_of_every_allowed_length_do(int octets) {
        Puppet puppet = Puppet.initiator(7);
        puppet.ni = puppet.random.bytes(octets);
        assertThat(puppet.connected().site.sad().entries()).hasSize(2);
    }

    /** Counts and lengths that promise more than there is: an error, quickly, and no state. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000ffff010100ff",
                "0000000801010000",
                "000000080101ff00",
                "0000000c010100ff0300000c",
                "00000028010100010000ffff0100000c"
            })
    void hostile_counts_in_an_sa_payload_make_nothing(String sa) {
        Puppet puppet = Puppet.initiator(8);
        Payload[] hello = puppet.hello();
        hello[0] = body(Ikev2Payloads.SA, sa);
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)))
                .noneMatch(heard -> !heard.all(SaPayload.class).isEmpty());
        assertThat(puppet.forgotten()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304ffff", "03000000ff", "01000001", "0308000100000001"})
    void hostile_counts_in_a_delete_payload_are_invalid_syntax(String delete) {
        Puppet puppet = Puppet.initiator(9).connected();
        puppet.heard();
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, body(Ikev2Payloads.DELETE, delete))))
                        .notifies())
                .containsExactly(NotifyType.INVALID_SYNTAX);
    }

    @Test
    void hostile_counts_in_traffic_selectors_are_invalid_syntax() {
        Puppet puppet = Puppet.initiator(10);
        puppet.init();
        List<Payload> auth = new java.util.ArrayList<>(puppet.auth());
        auth.set(auth.size() - 1, body(Ikev2Payloads.TS_R, "ff000000"));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, auth)))
                        .notifies())
                .containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** A thousand payloads in one message: refused before any is looked at. */
    @Test
    void a_chain_without_end_makes_nothing() {
        Puppet puppet = Puppet.initiator(11);
        Payload[] many = new Payload[5_000];
        java.util.Arrays.fill(many, new NoncePayload(Bytes.zeros(16)));
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, many))).isEmpty();
        assertThat(puppet.forgotten()).isTrue();
    }

    /** RFC 6989 section 2.1: 0, 1 and p-1 are no public values. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "p-1", "p"})
    void a_modp_value_outside_its_range_is_refused_with_invalid_syntax(String which) {
        Puppet puppet = modp(Role.INITIATOR);
        Payload[] hello = puppet.hello();
        hello[1] = new KePayload(14, value(which));
        assertThat(puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)))
                        .notifies())
                .containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** The same from a responder: that answer is nobody's, and the handshake goes on to its end. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "p-1"})
    void a_responders_modp_value_outside_its_range_is_not_followed(String which) {
        Puppet puppet = modp(Role.RESPONDER);
        Puppet.Heard request = puppet.called();
        puppet.answer(request);
        List<Payload> answer = new java.util.ArrayList<>();
        answer.add(
                new SaPayload(List.of(request.first(SaPayload.class).proposals().get(0))));
        answer.add(new KePayload(14, value(which)));
        answer.add(new NoncePayload(puppet.nr));
        assertThat(puppet.deliver(puppet.clear(SA_INIT, IkeFlags.RESPONSE, 0, answer.toArray(Payload[]::new))))
                .isEmpty();
        puppet.world.runUntilQuiet();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
        assertThat(puppet.forgotten()).isTrue();
    }

    private static Puppet modp(Role role) {
        Policies policies = Policies.pair(
                "to-b",
                "to-a",
                "a secret of two",
                Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "modp-2048"));
        return role == Role.INITIATOR
                ? Puppet.initiator(12, policies, dev.parley.engine.Limits.DEFAULT)
                : Puppet.responder(12, policies);
    }

    /** The prime of RFC 3526 section 3: 2^2048 - 2^1984 - 1 + 2^64 * ([2^1918 pi] + 124476). */
    private static Bytes value(String which) {
        BigInteger p = new BigInteger(
                "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
                        + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
                        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
                        + "15728E5A8AACAA68FFFFFFFFFFFFFFFF",
                16);
        BigInteger value = switch (which) {
            case "0" -> BigInteger.ZERO;
            case "1" -> BigInteger.ONE;
            case "p" -> p;
            default -> p.subtract(BigInteger.ONE);
        };
        byte[] octets = value.toByteArray();
        Bytes all = Bytes.concat(Bytes.zeros(257 - octets.length), Bytes.copyOf(octets));
        return all.from(1);
    }
}
