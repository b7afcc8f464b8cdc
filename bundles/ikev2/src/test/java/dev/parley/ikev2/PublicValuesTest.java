package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Public values that no honest peer sends, of every group and in every place (RFC 6989 sections 2.1, 2.3 and 4.4; RFC 7748 section 6.1;
 * RFC 8031 section 4).
 */
class PublicValuesTest {
    /** A group, with the octets of a value and of one of its coordinates or numbers. */
    enum Group {
        MODP_2048(14, 256, 256),
        MODP_3072(15, 384, 384),
        MODP_4096(16, 512, 512),
        ECP_256(19, 64, 32),
        ECP_384(20, 96, 48),
        ECP_521(21, 132, 66),
        X25519(31, 32, 32);

        private final int number;
        private final int octets;
        private final int coordinate;

        Group(int number, int octets, int coordinate) {
            this.number = number;
            this.octets = octets;
            this.coordinate = coordinate;
        }

        private String key() {
            return name().toLowerCase().replace('_', '-');
        }

        /** The number {@code value} as each coordinate. */
        private Bytes each(int value) {
            Bytes one = Bytes.concat(Bytes.zeros(coordinate - 1), Bytes.of(value));
            return coordinate == octets ? one : Bytes.concat(one, one);
        }

        private Bytes ones() {
            byte[] all = new byte[octets];
            Arrays.fill(all, (byte) 0xff);
            return Bytes.copyOf(all);
        }
    }

    record Value(Group group, String what, Bytes octets) {
        @Override
        public String toString() {
            return group + " " + what;
        }
    }

    /** The points of small order of Curve25519, as its designer lists them (cr.yp.to/ecdh.html), in both readings of the first bit. */
    private static final List<String> SMALL_ORDER = List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

    static Stream<Value> values() {
        List<Value> values = new ArrayList<>();
        for (Group group : Group.values()) {
            if (group == Group.X25519) {
                SMALL_ORDER.forEach(point -> values.add(new Value(group, point, Bytes.hex(point))));
            } else {
                values.add(new Value(group, "zero", Bytes.zeros(group.octets)));
                values.add(new Value(group, "one", group.each(1)));
                values.add(new Value(group, "beyond the prime", group.ones()));
            }
            values.add(new Value(group, "empty", Bytes.EMPTY));
            values.add(new Value(group, "one octet short", group.each(9).slice(0, group.octets - 1)));
            values.add(new Value(group, "one octet long", Bytes.concat(Bytes.of(0), group.each(9))));
        }
        return values.stream();
    }

    private static Policies policies(Group group) {
        return Policies.pair(
                "to-b",
                "to-a",
                "a secret of two",
                Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", group.key()));
    }

    private static Puppet connected(Group group) {
        Puppet puppet = Puppet.initiator(1, policies(group), Limits.DEFAULT).connected();
        puppet.heard();
        return puppet;
    }

    @ParameterizedTest
    @MethodSource("values")
    void in_the_first_request_it_gets_invalid_syntax_and_makes_nothing(Value value) {
        Puppet puppet = Puppet.initiator(2, policies(value.group()), Limits.DEFAULT);
        Payload[] hello = puppet.hello();
        hello[1] = new KePayload(value.group().number, value.octets());
        assertThat(puppet.one(puppet.deliver(puppet.clear(ExchangeType.IKE_SA_INIT, 0, 0, hello)))
                        .notifies())
                .containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Nothing authenticates that answer: it is not followed, and the real one still wins (RFC 7296 section 2.4). */
    @ParameterizedTest
    @MethodSource("values")
    void in_an_answer_to_our_first_request_it_is_not_followed_and_the_real_one_wins(Value value) {
        Puppet puppet = Puppet.responder(3, policies(value.group()));
        Puppet.Heard request = puppet.called();
        Bytes real = puppet.answer(request);
        Bytes spi = puppet.spiR;
        puppet.spiR = puppet.random.bytes(8);
        assertThat(puppet.deliver(puppet.clear(
                        ExchangeType.IKE_SA_INIT,
                        IkeFlags.RESPONSE,
                        0,
                        new SaPayload(List.of(
                                request.first(SaPayload.class).proposals().get(0))),
                        new KePayload(value.group().number, value.octets()),
                        new NoncePayload(puppet.random.bytes(32)))))
                .isEmpty();
        puppet.spiR = spi;
        assertThat(puppet.deliver(real).stream()
                        .filter(heard -> heard.header().exchangeType() == ExchangeType.IKE_AUTH))
                .hasSize(1);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** RFC 7296 section 2.21.3: from a peer that is authenticated it ends the SA at both ends. */
    @ParameterizedTest
    @MethodSource("values")
    void in_a_request_for_a_new_ike_sa_it_gets_invalid_syntax_and_ends_the_old_one(Value value) {
        Puppet puppet = connected(value.group());
        List<Payload> rekey = new ArrayList<>(CollisionsTest.rekeyIke(puppet));
        rekey.set(2, new KePayload(value.group().number, value.octets()));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(ExchangeType.CREATE_CHILD_SA, 0, 2, rekey)))
                        .notifies())
                .containsExactly(NotifyType.INVALID_SYNTAX);
        ended(puppet);
    }

    @ParameterizedTest
    @MethodSource("values")
    void in_the_answer_for_a_new_ike_sa_it_ends_the_old_one(Value value) {
        Puppet puppet = connected(value.group());
        puppet.site.command(Verb.REKEY, "to-a");
        puppet.world.run(100);
        Puppet.Heard request = puppet.one(puppet.heard());
        Bytes answer = puppet.sealed(
                ExchangeType.CREATE_CHILD_SA,
                IkeFlags.RESPONSE,
                0,
                new SaPayload(List.of(CollisionsTest.chosen(request, puppet.random.bytes(8)))),
                new KePayload(value.group().number, value.octets()),
                new NoncePayload(puppet.random.bytes(32)));
        assertThat(puppet.deliver(answer)).as("no answer to an answer").noneMatch(Puppet.Heard::response);
        puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, IkeFlags.RESPONSE, 1));
        assertThat(puppet.site.errands()).allMatch(errand -> errand.failure().isPresent());
        ended(puppet);
    }

    private static void ended(Puppet puppet) {
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }
}
