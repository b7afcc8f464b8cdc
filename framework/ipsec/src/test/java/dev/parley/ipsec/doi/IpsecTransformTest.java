package dev.parley.ipsec.doi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.ipsec.Algorithm;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2407 sections 4.4.3, 4.4.4 and 4.5. */
class IpsecTransformTest {
    private static final int ESP_3DES = 3;
    private static final int ESP_NULL = 11;
    private static final int ESP_AES_CBC = 12;
    private static final int AH_SHA2_256 = 5;
    private static final int HMAC_SHA2_256 = 5;
    private static final Attribute TUNNEL = Attribute.basic(AttributeType.ENCAPSULATION_MODE, 1);
    private static final Attribute BITS = Attribute.basic(AttributeType.KEY_LENGTH, 128);
    private static final Attribute SHA2 = Attribute.basic(AttributeType.AUTHENTICATION_ALGORITHM, HMAC_SHA2_256);
    private static final Attribute SECONDS = Attribute.basic(AttributeType.SA_LIFE_TYPE, AttributeType.SECONDS);
    private static final Attribute KILOBYTES = Attribute.basic(AttributeType.SA_LIFE_TYPE, AttributeType.KILOBYTES);

    private final IpsecDoi doi = new IpsecDoi();

    private static Attribute duration(String hex) {
        return Attribute.variable(AttributeType.SA_LIFE_DURATION, Bytes.hex(hex));
    }

    private static IpsecTransform esp(int id, Attribute... attributes) throws Refusal {
        return IpsecTransform.of(ProtocolId.ESP, new Transform(1, id, List.of(attributes)));
    }

    private static IpsecTransform aes(Encapsulation encapsulation, long seconds) {
        return new IpsecTransform(
                ProtocolId.ESP,
                Optional.of(Algorithm.parse("aes-cbc:128")),
                Optional.of(Algorithm.parse("hmac-sha2-256-128")),
                Optional.of(encapsulation),
                OptionalInt.of(14),
                OptionalLong.of(seconds),
                OptionalLong.empty());
    }

    @Test
    void attributes_come_in_any_order_and_form() throws Refusal {
        IpsecTransform canonical =
                esp(ESP_AES_CBC, BITS, SHA2, TUNNEL, SECONDS, Attribute.basic(AttributeType.SA_LIFE_DURATION, 3600));
        Attribute bits = Attribute.variable(AttributeType.KEY_LENGTH, 128, 4);
        assertThat(esp(ESP_AES_CBC, SECONDS, duration("00000e10"), TUNNEL, SHA2, bits))
                .isEqualTo(canonical);
        assertThat(canonical.lifetimeSeconds()).isEqualTo(3600);
    }

    @Test
    void seconds_and_kilobytes_go_together_and_each_duration_has_its_type_in_front() throws Refusal {
        IpsecTransform both =
                esp(ESP_AES_CBC, BITS, SECONDS, duration("0e10"), KILOBYTES, duration("0000000100000000"));
        assertThat(both.seconds()).hasValue(3600);
        assertThat(both.kilobytes()).hasValue(0x1_0000_0000L);
    }

    @Test
    void without_a_lifetime_it_is_eight_hours() throws Refusal {
        IpsecTransform silent = esp(ESP_AES_CBC, BITS);
        assertThat(silent.lifetimeSeconds()).isEqualTo(28_800);
        assertThat(silent.seconds()).isEmpty();
        assertThat(silent.encapsulation()).isEmpty();
    }

    @Test
    void what_is_said_twice_may_not_differ() throws Refusal {
        assertThat(esp(ESP_AES_CBC, BITS, BITS, SECONDS, duration("0e10"), SECONDS, duration("0e10")))
                .isEqualTo(esp(ESP_AES_CBC, BITS, SECONDS, duration("0e10")));
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, keyLength(256));
        refused(
                NotifyType.ATTRIBUTES_NOT_SUPPORTED,
                ProtocolId.ESP,
                ESP_AES_CBC,
                BITS,
                SECONDS,
                duration("0e10"),
                SECONDS,
                duration("0e11"));
    }

    @Test
    void what_cannot_be_understood_is_refused_with_the_notify_that_says_so() {
        refused(NotifyType.INVALID_PROTOCOL_ID, ProtocolId.IPCOMP, 2);
        refused(NotifyType.INVALID_TRANSFORM_ID, ProtocolId.ESP, 199);
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC);
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_3DES, BITS);
        refused(NotifyType.BAD_PROPOSAL_SYNTAX, ProtocolId.ESP, ESP_NULL);
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, duration("0e10"));
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, SECONDS);
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, SECONDS, TUNNEL);
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, SECONDS, duration(""));
        refused(
                NotifyType.ATTRIBUTES_NOT_SUPPORTED,
                ProtocolId.ESP,
                ESP_AES_CBC,
                BITS,
                Attribute.basic(AttributeType.ENCAPSULATION_MODE, 5));
        refused(
                NotifyType.ATTRIBUTES_NOT_SUPPORTED,
                ProtocolId.ESP,
                ESP_AES_CBC,
                BITS,
                Attribute.basic(AttributeType.AUTHENTICATION_ALGORITHM, 99));
        refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, ProtocolId.ESP, ESP_AES_CBC, BITS, Attribute.basic(77, 1));
    }

    @Test
    void ah_needs_the_authentication_algorithm_that_goes_with_its_transform() throws Refusal {
        Transform right = new Transform(1, AH_SHA2_256, List.of(SHA2, TUNNEL));
        assertThat(IpsecTransform.of(ProtocolId.AH, right).integrityOctets()).isEqualTo(32);
        assertThat(IpsecTransform.of(ProtocolId.AH, right).encryptionOctets()).isZero();
        refused(NotifyType.BAD_PROPOSAL_SYNTAX, ProtocolId.AH, AH_SHA2_256, TUNNEL);
        refused(NotifyType.BAD_PROPOSAL_SYNTAX, ProtocolId.AH, 3, SHA2, TUNNEL);
    }

    @ParameterizedTest
    @CsvSource({
        "3, , 2, 24, 20",
        "11, , 2, 0, 20",
        "12, 128, 2, 16, 20",
        "12, 256, 7, 32, 64",
        "20, 128, , 20, 0",
        "20, 256, , 36, 0"
    })
    void keys_are_as_long_as_the_ciphers_rfc_says(int id, Integer bits, Integer hmac, int encryption, int integrity)
            throws Refusal {
        List<Attribute> attributes = Stream.of(
                        Optional.ofNullable(bits).map(IpsecTransformTest::keyLength),
                        Optional.ofNullable(hmac)
                                .map(number -> Attribute.basic(AttributeType.AUTHENTICATION_ALGORITHM, number)))
                .flatMap(Optional::stream)
                .toList();
        Transform transform = new Transform(1, id, attributes);
        IpsecTransform read = IpsecTransform.of(ProtocolId.ESP, transform);
        assertThat(read.encryptionOctets()).isEqualTo(encryption);
        assertThat(read.integrityOctets()).isEqualTo(integrity);
        assertThat(doi.keymatOctets(new Proposal(1, ProtocolId.ESP, Bytes.EMPTY, List.of(transform))))
                .isEqualTo(encryption + integrity);
    }

    @Test
    void what_is_written_is_read_again() throws Refusal {
        IpsecTransform said = aes(Encapsulation.TRANSPORT, 0x1_0000_0000L);
        Transform written = said.transform(4);
        assertThat(written.number()).isEqualTo(4);
        assertThat(IpsecTransform.of(ProtocolId.ESP, written)).isEqualTo(said);
        assertThat(written.attribute(AttributeType.SA_LIFE_DURATION)
                        .orElseThrow()
                        .value()
                        .length())
                .isEqualTo(8);
    }

    @Test
    void an_algorithm_without_a_number_cannot_be_written_unless_the_policy_gives_it_one() throws Refusal {
        IpsecTransform unnamed = new IpsecTransform(
                ProtocolId.ESP,
                Optional.of(Algorithm.parse("my-cipher")),
                Optional.empty(),
                Optional.of(Encapsulation.TUNNEL),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> unnamed.transform(1));
    }

    @Test
    void a_lifetime_and_udp_round_it_may_differ_and_nothing_else() {
        Transform ours = aes(Encapsulation.TUNNEL, 3600).transform(1);
        assertThat(doi.accepts(
                        ProtocolId.ESP, ours, aes(Encapsulation.UDP_TUNNEL, 60).transform(9)))
                .isTrue();
        assertThat(doi.accepts(
                        ProtocolId.ESP, ours, aes(Encapsulation.TRANSPORT, 3600).transform(1)))
                .isFalse();
        assertThat(doi.accepts(
                        ProtocolId.ESP, ours, new Transform(1, ESP_AES_CBC, List.of(keyLength(256), SHA2, TUNNEL))))
                .isFalse();
    }

    @Test
    void an_answer_may_change_places_and_forms_and_nothing_else() {
        Transform offered = aes(Encapsulation.TUNNEL, 3600).transform(1);
        List<Attribute> turned = new ArrayList<>(offered.attributes());
        Collections.rotate(turned, 2);
        assertThat(doi.unmodified(
                        ProtocolId.ESP, offered, aes(Encapsulation.TUNNEL, 3600).transform(2)))
                .isTrue();
        assertThat(doi.unmodified(ProtocolId.ESP, offered, new Transform(1, ESP_AES_CBC, turned)))
                .isTrue();
        assertThat(doi.unmodified(
                        ProtocolId.ESP, offered, aes(Encapsulation.TUNNEL, 3599).transform(1)))
                .isFalse();
        assertThat(doi.unmodified(
                        ProtocolId.ESP,
                        offered,
                        aes(Encapsulation.UDP_TUNNEL, 3600).transform(1)))
                .isFalse();
    }

    private static Attribute keyLength(int bits) {
        return Attribute.basic(AttributeType.KEY_LENGTH, bits);
    }

    private static void refused(int notifyType, int protocol, int id, Attribute... attributes) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> IpsecTransform.of(protocol, new Transform(1, id, List.of(attributes))))
                .satisfies(refusal -> assertThat(refusal.code()).contains(NotifyType.code(notifyType)));
    }
}
