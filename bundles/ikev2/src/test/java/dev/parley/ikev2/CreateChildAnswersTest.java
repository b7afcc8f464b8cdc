package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway makes of answers to its CREATE_CHILD_SA, and of what crosses it (RFC 7296 sections 1.3, 2.25.1 and 2.25.2). */
class CreateChildAnswersTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int CURVE_25519 = 31;
    private static final int MODP_2048 = 14;
    static final String OTHER = "other";
    private static final int EXCHANGE_TYPE_AT = 18;
    private static final int MESSAGE_ID_AT = 20;

    /** A second child, with a key exchange of its own; both groups are offered for the IKE SA too. */
    private static Policies policies() {
        List<Algorithm> groups = List.of(Algorithm.parse("x25519"), Algorithm.parse("modp-2048"));
        Suite ike = Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519");
        Policies usual = Policies.pair(
                "to-b", "to-a", "a secret of two", new Suite(ike.encryption(), List.of(), ike.prf(), groups));
        ChildPolicy net = usual.a().children().get(0);
        ChildPolicy other = new ChildPolicy(
                OTHER,
                List.of(new Suite(ike.encryption(), List.of(), List.of(), groups)),
                List.of(TrafficSelector.parse("10.7.0.0/16")),
                List.of(TrafficSelector.parse("10.8.0.0/16")),
                0);
        return usual.children(net, other);
    }

    static Puppet puppet(long seed) {
        Puppet puppet = Puppet.initiator(seed, policies(), Limits.DEFAULT).connected();
        puppet.heard();
        return puppet;
    }

    /** The gateway's request for the second child. */
    static Puppet.Heard creates(Puppet puppet) {
        puppet.site.command(Verb.ESTABLISH, "to-a", OTHER);
        puppet.world.run(100);
        return puppet.one(puppet.heard());
    }

    private static Puppet.Heard rekeysIke(Puppet puppet) {
        puppet.site.command(Verb.REKEY, "to-a");
        puppet.world.run(100);
        return puppet.one(puppet.heard());
    }

    private static List<Puppet.Heard> answer(Puppet puppet, Puppet.Heard request, List<Payload> payloads) {
        return puppet.deliver(puppet.sealed(
                CREATE_CHILD_SA, IkeFlags.RESPONSE, request.header().messageId(), payloads));
    }

    private static List<Payload> wants(int group) {
        return List.of(NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(group, 2)));
    }

    /** Takes what is asked for, with the group of its KE payload. */
    static List<Payload> accept(Puppet puppet, Puppet.Heard request, Bytes spi) throws Exception {
        KePayload ke = request.first(KePayload.class);
        KeyExchangeMethod method = puppet.catalog
                .find(KeyExchangeMethod.class, ke.group() == MODP_2048 ? "modp-2048" : "x25519")
                .orElseThrow();
        Turn.Agree<SharedSecret> agreed = (Turn.Agree<SharedSecret>)
                new KeyExchangeRun(method, Role.RESPONDER, OptionalInt.of(ke.group()), Map.of())
                        .respond(puppet.random, ke.data());
        Proposal offered = request.first(SaPayload.class).proposals().get(0);
        List<Transform> chosen = offered.transforms().stream()
                .filter(each -> each.transformType() != TransformType.KE || each.id() == ke.group())
                .toList();
        List<Payload> payloads = new ArrayList<>(List.of(
                new SaPayload(List.of(new Proposal(offered.number(), offered.protocol(), spi, chosen))),
                new NoncePayload(puppet.random.bytes(32)),
                new KePayload(ke.group(), agreed.message().orElseThrow())));
        payloads.addAll(request.all(TsPayload.class));
        return payloads;
    }

    private static Errand last(Puppet puppet) {
        return puppet.site.errands().get(puppet.site.errands().size() - 1);
    }

    /** Section 1.3: the same proposals with the group that the peer wants, and the child comes of it. */
    @Test
    void a_child_is_asked_for_again_with_the_group_that_the_peer_wants() throws Exception {
        Puppet puppet = puppet(1);
        Puppet.Heard first = creates(puppet);
        assertThat(first.first(KePayload.class).group()).isEqualTo(CURVE_25519);
        Puppet.Heard again = puppet.one(answer(puppet, first, wants(MODP_2048)));
        assertThat(again.first(KePayload.class).group()).isEqualTo(MODP_2048);
        assertThat(again.first(SaPayload.class).proposals().get(0).transforms())
                .isEqualTo(first.first(SaPayload.class).proposals().get(0).transforms());
        assertThat(again.all(TsPayload.class)).isEqualTo(first.all(TsPayload.class));
        assertThat(again.header().messageId()).isEqualTo(first.header().messageId() + 1);

        assertThat(answer(puppet, again, accept(puppet, again, Bytes.hex("0a0b0c0e"))))
                .isEmpty();
        assertThat(last(puppet).succeeded()).isTrue();
        assertThat(puppet.site.sad().ipsec().stream().map(IpsecSa::child))
                .containsExactlyInAnyOrder("net", "net", OTHER, OTHER);
    }

    /** Section 1.3.2. */
    @Test
    void an_ike_sa_is_replaced_by_the_group_that_the_peer_wants() throws Exception {
        Puppet puppet = puppet(2);
        Puppet.Heard first = rekeysIke(puppet);
        Puppet.Heard again = puppet.one(answer(puppet, first, wants(MODP_2048)));
        assertThat(again.first(KePayload.class).group()).isEqualTo(MODP_2048);
        assertThat(again.first(SaPayload.class).proposals().get(0).protocol()).isEqualTo(ProtocolId.IKE);
        List<Puppet.Heard> more = answer(puppet, again, accept(puppet, again, puppet.random.bytes(8)));
        assertThat(puppet.one(more).header().exchangeType())
                .as("the old IKE SA is deleted")
                .isEqualTo(ExchangeType.INFORMATIONAL);
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** What we did not offer, or have sent, or no group at all: the exchange is over, and nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {0, CURVE_25519, 19, 65535, -1})
    void a_group_that_was_not_offered_or_has_been_sent_ends_the_exchange(int group) {
        for (boolean ike : new boolean[] {false, true}) {
            Puppet puppet = puppet(3);
            Puppet.Heard first = ike ? rekeysIke(puppet) : creates(puppet);
            List<Payload> payloads =
                    group < 0 ? List.of(NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.of(14))) : wants(group);
            assertThat(answer(puppet, first, payloads)).isEmpty();
            puppet.world.run(1_000);
            assertThat(last(puppet).failure().orElseThrow()).hasMessageContaining("INVALID_KE_PAYLOAD");
            assertThat(puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, 0, 2)))
                    .as("the IKE SA stands")
                    .hasSize(1);
            assertThat(puppet.site.sad().entries()).hasSize(2);
        }
    }

    @Test
    void a_peer_that_always_wants_the_other_group_is_given_up() {
        for (boolean ike : new boolean[] {false, true}) {
            Puppet puppet = puppet(4);
            Puppet.Heard request = ike ? rekeysIke(puppet) : creates(puppet);
            int asked = 1;
            while (!last(puppet).settled() && asked < 50) {
                int other = request.first(KePayload.class).group() == MODP_2048 ? CURVE_25519 : MODP_2048;
                List<Puppet.Heard> more = answer(puppet, request, wants(other));
                if (!more.isEmpty()) {
                    request = puppet.one(more);
                    asked++;
                }
            }
            assertThat(asked).isBetween(2, 10);
            assertThat(last(puppet).failure()).isPresent();
            assertThat(puppet.site.sad().entries()).hasSize(2);
        }
    }

    /** Section 2.25.2: TEMPORARY_FAILURE while a child is on its way; afterwards the IKE SA is replaced as usual. */
    @Test
    void the_rekey_of_the_ike_sa_while_we_create_a_child_has_to_wait_for_it() throws Exception {
        Puppet puppet = puppet(5);
        Puppet.Heard request = creates(puppet);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(CREATE_CHILD_SA, 0, 2, rekeyIke(puppet))))
                        .notifies())
                .containsExactly(NotifyType.TEMPORARY_FAILURE);
        assertThat(answer(puppet, request, accept(puppet, request, Bytes.hex("0a0b0c0e"))))
                .isEmpty();
        assertThat(last(puppet).succeeded()).isTrue();
        assertThat(puppet.site.sad().entries()).hasSize(4);

        Puppet.Heard replaced = puppet.one(puppet.deliver(puppet.sealed(CREATE_CHILD_SA, 0, 3, rekeyIke(puppet))));
        assertThat(replaced.all(SaPayload.class)).hasSize(1);
        assertThat(puppet.site.sad().entries()).as("inherited").hasSize(4);
    }

    /** Section 2.25.2 from the other side: the peer is rekeying the IKE SA, and our child has to wait; it does not give up. */
    @Test
    void a_child_that_the_peer_cannot_make_while_it_rekeys_the_ike_sa_is_made_on_the_new_one() {
        Puppet puppet = puppet(6);
        Puppet.Heard request = creates(puppet);
        assertThat(answer(puppet, request, List.of(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE))))
                .isEmpty();
        puppet.put(puppet.sealed(CREATE_CHILD_SA, 0, 2, rekeyIke(puppet)));
        puppet.world.run(100);
        List<Bytes> sent = puppet.world.capture().stream()
                .skip(puppet.seen())
                .map(Captured::octets)
                .toList();
        assertThat(sent).as("the answer, and the request once more").hasSize(2);
        assertThat(sent.get(0).slice(0, 8)).isEqualTo(puppet.spiI);
        assertThat(sent.get(1).slice(0, 8)).as("of the new IKE SA").isNotEqualTo(puppet.spiI);
        assertThat(sent.get(1).at(EXCHANGE_TYPE_AT)).isEqualTo(CREATE_CHILD_SA);
        assertThat(sent.get(1).slice(MESSAGE_ID_AT, MESSAGE_ID_AT + 4)).isEqualTo(Bytes.zeros(4));
        assertThat(last(puppet).settled()).isFalse();
    }

    private static List<Payload> rekeyIke(Puppet puppet) {
        List<Payload> hello = List.of(puppet.hello());
        return List.of(
                new SaPayload(puppet.offer.proposals(ProtocolId.IKE, puppet.random.bytes(8))),
                new NoncePayload(puppet.random.bytes(32)),
                hello.get(1));
    }
}
