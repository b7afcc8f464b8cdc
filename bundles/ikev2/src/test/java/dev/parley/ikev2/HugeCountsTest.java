package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.Ikev2Payloads;
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
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As much as a message can hold of what comes in numbers, and lengths that lie (RFC 7296 sections 3.2, 3.3, 3.10, 3.11, 3.13): what is
 * well formed is understood to its end, the rest is refused as a whole.
 */
class HugeCountsTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int MANY = 255;
    /** Of proposals as long as these: what a stranger may send without a cookie. */
    private static final int MANY_PROPOSALS = 80;

    private static Proposal numbered(int number, Proposal like) {
        return new Proposal(number, like.protocol(), like.spi(), like.transforms());
    }

    private static Proposal ours(Puppet puppet) {
        return puppet.offer.proposals(ProtocolId.IKE, Bytes.EMPTY).get(0);
    }

    /** Proposals that nobody can accept: their cipher is DES. */
    private static Proposal hopeless(int number) {
        return new Proposal(
                number,
                ProtocolId.IKE,
                Bytes.EMPTY,
                List.of(
                        Transform.of(TransformType.ENCR, 2),
                        Transform.of(TransformType.PRF, 5),
                        Transform.of(TransformType.INTEG, 12),
                        Transform.of(TransformType.KE, 31)));
    }

    @Test
    void the_only_good_one_of_80_proposals_is_chosen() {
        Puppet puppet = Puppet.initiator(1);
        Payload[] hello = puppet.hello();
        List<Proposal> all = new ArrayList<>(IntStream.range(1, MANY_PROPOSALS)
                .mapToObj(HugeCountsTest::hopeless)
                .toList());
        all.add(numbered(MANY_PROPOSALS, ours(puppet)));
        hello[0] = new SaPayload(all);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)));
        assertThat(answer.first(SaPayload.class).proposals().get(0).number()).isEqualTo(MANY_PROPOSALS);
    }

    @Test
    void of_80_hopeless_proposals_none_is_chosen_and_nothing_is_kept() {
        Puppet puppet = Puppet.initiator(2);
        Payload[] hello = puppet.hello();
        hello[0] = new SaPayload(IntStream.rangeClosed(1, MANY_PROPOSALS)
                .mapToObj(HugeCountsTest::hopeless)
                .toList());
        assertThat(puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)))
                        .notifies())
                .containsExactly(NotifyType.NO_PROPOSAL_CHOSEN);
        assertThat(puppet.forgotten()).isTrue();
    }

    @Test
    void the_only_good_ones_of_255_transforms_are_chosen() {
        Puppet puppet = Puppet.initiator(3);
        Payload[] hello = puppet.hello();
        List<Transform> good = ours(puppet).transforms();
        List<Transform> all = new ArrayList<>(IntStream.range(0, MANY - good.size())
                .mapToObj(id -> Transform.of(TransformType.ENCR, 2_000 + id))
                .toList());
        all.addAll(good);
        hello[0] = new SaPayload(List.of(new Proposal(1, ProtocolId.IKE, Bytes.EMPTY, all)));
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)));
        assertThat(answer.first(SaPayload.class).proposals().get(0).transforms())
                .containsExactlyInAnyOrderElementsOf(good);
    }

    /** Section 3.13: 255 is as many as the count can say. */
    @Test
    void a_child_with_255_selectors_each_way_is_narrowed_to_those_that_do() {
        Puppet puppet = Puppet.initiator(4).connected();
        puppet.heard();
        List<Payload> create = new ArrayList<>(CollisionsTest.create(puppet, Optional.empty(), Bytes.hex("0a0b0c0e")));
        create.replaceAll(each -> each instanceof TsPayload ts
                ? TsPayload.of(ts.role(), selectors(ts.role() == Role.INITIATOR ? "10.1." : "10.2."))
                : each);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(CREATE_CHILD_SA, 0, 2, create)));
        assertThat(answer.all(TsPayload.class))
                .allSatisfy(ts -> assertThat(ts.trafficSelectors())
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(MANY)
                        .allMatch(each -> each.toString().contains("10.")));
        assertThat(puppet.site.sad().entries()).hasSize(4);
    }

    private static List<TrafficSelector> selectors(String prefix) {
        return IntStream.rangeClosed(1, MANY)
                .mapToObj(each -> TrafficSelector.parse(each == MANY ? prefix + "9.0/24" : "192.168." + each + ".0/24"))
                .toList();
    }

    /** Section 2.5: too much of what does no harm is no reason to refuse a message, as long as it can be held at all. */
    @Test
    void a_message_with_as_many_notifications_as_we_look_at_is_answered_and_with_one_more_it_is_not() {
        Puppet puppet = Puppet.initiator(5);
        Payload[] hello = puppet.hello();
        Payload[] full = filled(hello, PayloadRegistry.MAX_PAYLOADS);
        Payload[] overfull = filled(hello, PayloadRegistry.MAX_PAYLOADS + 1);
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, overfull))).isEmpty();
        assertThat(puppet.forgotten()).isTrue();
        assertThat(puppet.one(puppet.deliver(puppet.clear(SA_INIT, 0, 0, full))).all(SaPayload.class))
                .hasSize(1);
    }

    private static Payload[] filled(Payload[] hello, int payloads) {
        return Stream.concat(
                        Stream.of(hello),
                        IntStream.range(0, payloads - hello.length)
                                .mapToObj(each -> NotifyPayload.of(40_000 + each, Bytes.zeros(8))))
                .toArray(Payload[]::new);
    }

    /** Section 3.2: a Payload Length that is not the payload's length; nobody answers a malformed first message. */
    @ParameterizedTest
    @CsvSource({"0", "1", "3", "4", "32", "43", "45", "255", "32768", "65535"})
    void a_payload_length_that_lies_in_the_first_message_makes_nothing(int length) {
        Puppet puppet = Puppet.initiator(6);
        Bytes good = puppet.clear(SA_INIT, 0, 0, puppet.hello());
        Bytes lying = Bytes.concat(good.slice(0, 30), Bytes.unsigned(length, 2), good.from(32));
        assertThat(lying).isNotEqualTo(good);
        assertThat(puppet.deliver(lying)).isEmpty();
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 3.1: the header's Length is that of the datagram, or the message is not for us. */
    @ParameterizedTest
    @ValueSource(longs = {0, 27, 28, 100, 65_535, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
    void a_length_in_the_header_that_lies_makes_nothing(long length) {
        Puppet puppet = Puppet.initiator(7);
        Bytes good = puppet.clear(SA_INIT, 0, 0, puppet.hello());
        assertThat(puppet.deliver(Bytes.concat(good.slice(0, 24), Bytes.unsigned(length, 4), good.from(28))))
                .isEmpty();
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Sections 3.3.1, 3.3.2 and 3.3.5: lengths and counts inside the SA payload that promise more, or less, than there is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000002c 01 01 00 05", // five transforms promised, four there
                "0000002c 01 01 00 03", // three promised
                "0000002b 01 01 00 04", // a proposal that ends inside its last transform
                "0000002d 01 01 00 04", // a proposal that ends behind the payload
                "0200002c 01 01 00 04", // one more proposal promised
                "0000002c 01 01 08 04", // an SPI that is the first transform
                "0000002c 01 01 ff 04", // an SPI longer than everything
                "00000008 01 01 00 00", // no transforms
                "00000000 01 01 00 04", // no length
            })
    void a_proposal_that_lies_about_its_inside_makes_nothing(String header) {
        Puppet puppet = Puppet.initiator(8);
        Payload[] hello = puppet.hello();
        String transforms =
                "0300000c 0100 0014 800e0080" + "03000008 0200 0005" + "03000008 0300 000c" + "00000008 0400 001f";
        hello[0] = new Unknown(Ikev2Payloads.SA, false, Bytes.hex(header + transforms));
        assertThat(puppet.deliver(puppet.clear(SA_INIT, 0, 0, hello)))
                .allMatch(heard -> heard.all(SaPayload.class).isEmpty());
        assertThat(puppet.forgotten()).isTrue();
    }

    /** Section 1.3: a peer cannot fill our memory by replacing the same child again and again. */
    @Test
    void a_child_that_is_replaced_for_ever_and_never_deleted_ends_in_no_additional_sas() {
        Puppet puppet = Puppet.initiator(9, Puppet.policies(), Limits.DEFAULT).connected();
        puppet.heard();
        List<Integer> said = List.of();
        long id = 2;
        for (; said.isEmpty() && id < 1_000; id++) {
            Bytes spi = Bytes.unsigned(0x1000_0000 + id, 4);
            said = puppet.one(puppet.deliver(puppet.sealed(
                            CREATE_CHILD_SA, 0, id, CollisionsTest.create(puppet, Optional.of(puppet.espSpi), spi))))
                    .notifies();
        }
        assertThat(said).containsExactly(NotifyType.NO_ADDITIONAL_SAS);
        assertThat(puppet.site.sad().entries()).hasSizeLessThanOrEqualTo(4 * 64);
        assertThat(puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, 0, id)))
                .hasSize(1);
    }
}
