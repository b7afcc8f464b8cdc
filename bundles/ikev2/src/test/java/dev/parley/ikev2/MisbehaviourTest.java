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
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer that is authenticated and misbehaves, at a gateway with two honest ones: it gets the notification that is due, it may lose its
 * own SA, and the others keep theirs (RFC 7296 sections 1.3, 1.4, 2.5, 2.21.3, 2.25).
 */
class MisbehaviourTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final int FREE_EXCHANGE = 200;
    private static final Bytes NEW_SPI = Bytes.hex("0a0b0c0e");
    private static final int NO_NOTIFY = 0;
    private static final int NOTIFY = Ikev2Payloads.NOTIFY.number();

    /** A message that no good peer sends, what is due for it, and whether its own SA is over then. */
    record Way(String name, int notifyType, boolean ends, Function<Three, Bytes> request) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Way ends(String name, int exchange, Function<Three, List<Payload>> payloads) {
        return new Way(name, NotifyType.INVALID_SYNTAX, true, asks(exchange, payloads));
    }

    private static Way stays(String name, int notifyType, int exchange, Function<Three, List<Payload>> payloads) {
        return new Way(name, notifyType, false, asks(exchange, payloads));
    }

    private static Way chain(String name, int first, String chain) {
        return new Way(
                name,
                NotifyType.INVALID_SYNTAX,
                true,
                three -> three.puppet.sealedChain(INFORMATIONAL, 0, 2, first, Bytes.hex(chain)));
    }

    private static Function<Three, Bytes> asks(int exchange, Function<Three, List<Payload>> payloads) {
        return three -> three.puppet.sealed(exchange, 0, 2, payloads.apply(three));
    }

    /** Section 2.21.3: badly formatted, so both ends drop the SA. */
    static Stream<Way> malformed() {
        return Stream.of(
                chain("a payload that is longer than the message", NOTIFY, "0000ffff00004000"),
                chain("a payload that is shorter than its header", NOTIFY, "00000003"),
                chain("a payload of no length", NOTIFY, "2900000000000000"),
                chain("half a generic header", NOTIFY, "0000"),
                chain("a next payload that does not come", NOTIFY, "2900000800004000"),
                chain("octets behind the last payload", NOTIFY, "0000000800004000ff"),
                chain("a payload where none is announced", 0, "0000000800004000"),
                chain("a notification cut short", NOTIFY, "00000007000040"),
                chain("a notification whose SPI is longer than itself", NOTIFY, "0000000803ff4000"),
                chain("a deletion of more than there is", 42, "0000000c0304ffff0a0b0c0d"),
                chain("a deletion of SPIs without a length", 42, "000000080300ffff"),
                chain("a deletion of an IKE SA by SPI", 42, "000000100108000101020304 05060708"),
                chain("a padding that is longer than the message", 0, "ff"),
                ends(
                        "a deletion of more SAs than anybody has",
                        INFORMATIONAL,
                        three -> strangers(DeletePayload.MAX_SPIS + 1)),
                ends("a child without a nonce", CREATE_CHILD_SA, three -> without(three, NoncePayload.class)),
                ends("a child without selectors", CREATE_CHILD_SA, three -> without(three, TsPayload.class)),
                ends("a child without proposals", CREATE_CHILD_SA, three -> without(three, SaPayload.class)),
                ends("a nonce of nothing", CREATE_CHILD_SA, three -> nonce(three, 0)),
                ends("a nonce that is too short", CREATE_CHILD_SA, three -> nonce(three, 15)),
                ends("a nonce that is too long", CREATE_CHILD_SA, three -> nonce(three, 257)),
                ends("two nonces", CREATE_CHILD_SA, three -> and(three, new NoncePayload(Bytes.zeros(16)))),
                ends(
                        "two sets of proposals",
                        CREATE_CHILD_SA,
                        three -> and(three, three.child().get(0))),
                ends(
                        "a selector that is cut short",
                        CREATE_CHILD_SA,
                        three -> selectors(three, "01000000070000100000ffff")),
                ends("fewer selectors than promised", CREATE_CHILD_SA, three -> selectors(three, "ff000000")),
                ends("no selectors in a TS payload", CREATE_CHILD_SA, three -> selectors(three, "00000000")),
                ends("an ESP SPI that is too short", CREATE_CHILD_SA, three -> proposing(three, Bytes.hex("0a0b0c"))),
                ends("no ESP SPI", CREATE_CHILD_SA, three -> proposing(three, Bytes.EMPTY)),
                ends("a new IKE SA with a short SPI", CREATE_CHILD_SA, three -> newIkeSa(three, "0a0b0c0d")),
                ends("a new IKE SA with no SPI", CREATE_CHILD_SA, three -> newIkeSa(three, "0000000000000000")),
                ends(
                        "a new IKE SA without a key exchange",
                        CREATE_CHILD_SA,
                        three -> CollisionsTest.rekeyIke(three.puppet).subList(0, 2)),
                ends("a public value of small order", CREATE_CHILD_SA, MisbehaviourTest::smallOrder),
                ends("an exchange that there is not", FREE_EXCHANGE, three -> List.of()),
                ends("IKE_AUTH once more", ExchangeType.IKE_AUTH, three -> three.puppet.auth()));
    }

    /** Sections 1.3, 1.4.1, 2.5 and 2.25: refused or pointless, but no reason to end an SA. */
    static Stream<Way> wellFormed() {
        return Stream.of(
                stays(
                        "an unknown critical payload",
                        NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
                        INFORMATIONAL,
                        three -> List.of(new Unknown(new PayloadType(Ikev2Payloads.SPACE, 200), true, Bytes.EMPTY))),
                stays(
                        "no common algorithm",
                        NotifyType.NO_PROPOSAL_CHOSEN,
                        CREATE_CHILD_SA,
                        three -> proposing(
                                three,
                                new Proposal(
                                        1,
                                        ProtocolId.ESP,
                                        NEW_SPI,
                                        List.of(
                                                Transform.of(TransformType.ENCR, 11),
                                                Transform.of(TransformType.SN, 0))))),
                stays(
                        "the traffic of an honest peer",
                        NotifyType.TS_UNACCEPTABLE,
                        CREATE_CHILD_SA,
                        three -> traffic(three, Three.HONEST_NET, Three.OUR_NET)),
                stays(
                        "the rekeying of an honest peer's child",
                        NotifyType.CHILD_SA_NOT_FOUND,
                        CREATE_CHILD_SA,
                        three -> CollisionsTest.create(three.puppet, Optional.of(three.honestOutbound()), NEW_SPI)),
                stays(
                        "the deletion of an honest peer's child",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(new DeletePayload(ProtocolId.ESP, List.of(three.honestOutbound())))),
                stays(
                        "the deletion of our half of an honest peer's child",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(new DeletePayload(ProtocolId.ESP, List.of(three.honestInbound())))),
                stays(
                        "the deletion of a thousand SAs that there are not",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> strangers(DeletePayload.MAX_SPIS)),
                stays(
                        "an encrypted payload in an encrypted payload",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(new Unknown(Ikev2Payloads.SK, false, Bytes.zeros(40)))),
                stays(
                        "the claim that an honest peer's SPI is invalid",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(NotifyPayload.of(NotifyType.INVALID_SPI, three.honestOutbound()))),
                stays(
                        "an initial contact in the middle",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(NotifyPayload.of(NotifyType.INITIAL_CONTACT))),
                stays(
                        "a window beyond all measure",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> List.of(NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.hex("ffffffff")))),
                stays(
                        "a hundred notifications that nobody knows",
                        NO_NOTIFY,
                        INFORMATIONAL,
                        three -> IntStream.range(0, 100)
                                .<Payload>mapToObj(each -> NotifyPayload.of(40_000 + each, Bytes.zeros(500)))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_malformed_request_gets_invalid_syntax_and_ends_the_sa_of_who_sent_it(Way way) {
        misbehaves(way);
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void a_request_that_makes_no_sense_is_answered_and_ends_nothing(Way way) {
        misbehaves(way);
    }

    private static void misbehaves(Way way) {
        Three three = new Three(1);
        List<?> honest = three.honest();
        Puppet.Heard answer =
                three.puppet.one(three.puppet.deliver(way.request().apply(three)));
        assertThat(answer.response()).isTrue();
        assertThat(answer.header().nextPayload()).as("protected").isEqualTo(Ikev2Payloads.SK.number());
        assertThat(answer.notifies()).isEqualTo(way.notifyType() == NO_NOTIFY ? List.of() : List.of(way.notifyType()));
        assertThat(three.own()).hasSize(way.ends() ? 0 : 2);
        three.expectHonest(honest);
        Bytes next = three.puppet.sealed(INFORMATIONAL, 0, 3);
        assertThat(three.puppet.deliver(next)).as("its next request").hasSize(way.ends() ? 0 : 1);
        three.puppet.world.run(60_000);
        three.expectHonest(honest);
    }

    /** Section 2.21.3: no answer to an answer; the SA of who sent it is deleted, and no other. */
    @ParameterizedTest
    @MethodSource("responses")
    void a_malformed_response_ends_the_sa_of_who_sent_it_without_an_answer(int first, String chain) {
        Three three = new Three(2);
        List<?> honest = three.honest();
        three.puppet.site.probe("to-a");
        three.puppet.world.run(100);
        long id = three.puppet.one(three.puppet.heard()).header().messageId();
        Bytes response = three.puppet.sealedChain(INFORMATIONAL, IkeFlags.RESPONSE, id, first, Bytes.hex(chain));
        List<Puppet.Heard> said = three.puppet.deliver(response);
        assertThat(said).noneMatch(Puppet.Heard::response);
        assertThat(said.stream().flatMap(heard -> heard.payloads().stream()))
                .containsExactly(new DeletePayload(ProtocolId.IKE, List.of()));
        assertThat(three.puppet.site.errands())
                .anyMatch(errand -> errand.failure().isPresent());
        three.puppet.world.run(600_000);
        assertThat(three.own()).isEmpty();
        three.expectHonest(honest);
    }

    static Stream<Arguments> responses() {
        return Stream.of(
                Arguments.of(NOTIFY, "0000ffff00004000"),
                Arguments.of(NOTIFY, "00000003"),
                Arguments.of(NOTIFY, "00000007000040"),
                Arguments.of(42, "0000000c0304ffff0a0b0c0d"),
                Arguments.of(0, "ff"));
    }

    private static List<Payload> without(Three three, Class<? extends Payload> kind) {
        return three.child().stream().filter(each -> !kind.isInstance(each)).toList();
    }

    private static List<Payload> and(Three three, Payload more) {
        return Stream.concat(three.child().stream(), Stream.of(more)).toList();
    }

    private static List<Payload> instead(Three three, Class<? extends Payload> kind, Payload other) {
        List<Payload> changed = new ArrayList<>(three.child());
        changed.replaceAll(each -> kind.isInstance(each) ? other : each);
        return changed;
    }

    private static List<Payload> nonce(Three three, int octets) {
        return instead(three, NoncePayload.class, new Unknown(Ikev2Payloads.NONCE, false, Bytes.zeros(octets)));
    }

    private static List<Payload> selectors(Three three, String tsI) {
        List<Payload> changed = new ArrayList<>(three.child());
        changed.replaceAll(each -> each instanceof TsPayload ts && ts.role() == Role.INITIATOR
                ? new Unknown(Ikev2Payloads.TS_I, false, Bytes.hex(tsI))
                : each);
        return changed;
    }

    private static List<Payload> traffic(Three three, String theirs, String ours) {
        List<Payload> changed = new ArrayList<>(three.child());
        changed.replaceAll(each -> each instanceof TsPayload ts
                ? TsPayload.of(ts.role(), List.of(TrafficSelector.parse(ts.role() == Role.INITIATOR ? theirs : ours)))
                : each);
        return changed;
    }

    private static List<Payload> proposing(Three three, Bytes spi) {
        Proposal good = ((SaPayload) three.child().get(0)).proposals().get(0);
        return proposing(three, new Proposal(good.number(), good.protocol(), spi, good.transforms()));
    }

    private static List<Payload> proposing(Three three, Proposal only) {
        return instead(three, SaPayload.class, new SaPayload(List.of(only)));
    }

    private static List<Payload> newIkeSa(Three three, String spi) {
        List<Payload> rekey = new ArrayList<>(CollisionsTest.rekeyIke(three.puppet));
        rekey.set(0, new SaPayload(three.puppet.offer.proposals(ProtocolId.IKE, Bytes.hex(spi))));
        return rekey;
    }

    private static List<Payload> strangers(int count) {
        String spis = IntStream.range(5_000, 5_000 + count)
                .mapToObj("%08x"::formatted)
                .collect(Collectors.joining());
        return List.of(new Unknown(
                Ikev2Payloads.DELETE, false, Bytes.concat(Bytes.of(3, 4), Bytes.unsigned(count, 2), Bytes.hex(spis))));
    }

    private static List<Payload> smallOrder(Three three) {
        List<Payload> rekey = new ArrayList<>(CollisionsTest.rekeyIke(three.puppet));
        rekey.set(2, new KePayload(three.puppet.group(), Bytes.zeros(32)));
        return rekey;
    }
}
