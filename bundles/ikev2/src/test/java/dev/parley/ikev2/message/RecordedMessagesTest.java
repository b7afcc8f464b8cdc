package dev.parley.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ikev2.RecordedConversation;
import dev.parley.ikev2.RecordedConversation.Opened;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of recorded conversations with strongSwan, read, written again, and damaged. */
class RecordedMessagesTest {
    private static final int MUTATIONS = 20_000;
    private static final long SEED = 7296;

    private final PayloadRegistry registry = PayloadRegistry.of(List.of(new Ikev2Payloads()));

    /** A chain as it stood in the clear or inside an Encrypted payload. */
    private record Recorded(IsakmpHeader header, int first, Bytes chain, boolean encrypted) {}

    static List<String> conversations() {
        return RecordedConversation.names();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void every_message_decodes_and_encodes_to_the_same_octets(String name) throws WireException {
        RecordedConversation conversation = RecordedConversation.load(name);
        assertThat(recorded(conversation)).isNotEmpty();
        for (RecordedConversation.Packet packet : conversation.packets()) {
            WireReader in = new WireReader(packet.octets());
            IsakmpHeader header = IsakmpHeader.read(in);
            if (!fragment(header)) {
                assertThat(header.length()).isEqualTo(packet.octets().length());
                decode(header.nextPayload(), in.rest());
            }
        }
        for (Recorded message : recorded(conversation)) {
            Chain chain = decode(message.first(), message.chain());
            assertThat(registry.encode(chain.payloads()))
                    .as("frame of message %s", message.header())
                    .isEqualTo(message.chain());
            if (!message.encrypted()) {
                IsakmpHeader header = message.header();
                assertThat(IkeMessages.clear(
                                header.initiatorCookie(),
                                header.responderCookie(),
                                header.exchangeType(),
                                header.flags(),
                                header.messageId(),
                                chain.payloads(),
                                registry))
                        .isIn(conversation.packets().stream()
                                .map(RecordedConversation.Packet::octets)
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void every_chain_cut_at_any_octet_is_refused(String name) throws WireException {
        for (Recorded message : recorded(RecordedConversation.load(name))) {
            for (int length = 0; length < message.chain().length(); length++) {
                Bytes cut = message.chain().slice(0, length);
                assertThatThrownBy(() -> decode(message.first(), cut)).isInstanceOf(WireException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void every_protected_message_opens_with_the_recorded_keys(String name) throws WireException {
        RecordedConversation conversation = RecordedConversation.load(name);
        for (RecordedConversation.Packet packet : conversation.packets()) {
            if (IsakmpHeader.read(new WireReader(packet.octets())).nextPayload() == Ikev2Payloads.SK.number()) {
                assertThat(conversation.open(packet.octets()))
                        .as("frame %s", packet.frame())
                        .isPresent();
            }
        }
    }

    /** Those whose messages have a table: neither EAP nor childless initiation has one. */
    static List<String> conversationsWithRules() {
        Set<String> without = Set.of("ikev2-eap-md5", "ikev2-eap-mschapv2", "ikev2-eap-tls", "childless");
        return conversations().stream().filter(name -> !without.contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("conversationsWithRules")
    void every_message_is_composed_by_the_rules_and_ordering_loses_nothing(String name) throws WireException {
        for (Recorded message : recorded(RecordedConversation.load(name))) {
            List<Payload> payloads = decode(message.first(), message.chain()).payloads();
            int exchange = message.header().exchangeType();
            boolean response = message.header().has(IkeFlags.RESPONSE);
            assertThat(Ikev2Grammar.violation(exchange, response, payloads)).isEmpty();
            assertThat(Ikev2Grammar.order(exchange, response, payloads)).containsExactlyInAnyOrderElementsOf(payloads);
        }
    }

    @Test
    void the_recorded_identities_selectors_and_proposals_read_as_they_were_configured() throws WireException {
        Recorded request = recorded(RecordedConversation.load("ikev2-psk")).get(2);
        List<Payload> payloads = decode(request.first(), request.chain()).payloads();
        assertThat(only(payloads, IdPayload.class).identity()).contains(Identity.parse("psk-a.example"));
        assertThat(only(payloads, TsPayload.class).trafficSelectors())
                .containsExactly(TrafficSelector.parse("10.91.1.1/32"));
        assertThat(only(payloads, AuthPayload.class).method()).isEqualTo(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE);
        Proposal first = only(payloads, SaPayload.class).proposals().get(0);
        assertThat(first.protocol()).isEqualTo(ProtocolId.ESP);
        assertThat(first.transforms(TransformType.ENCR)).containsExactly(Transform.of(TransformType.ENCR, 20, 128));
    }

    @Test
    void a_conversation_prints_in_the_notation_of_the_rfc() throws WireException {
        assertThat(transcript("ikev2-psk").subList(0, 4))
                .containsExactly(
                        "IKE_SA_INIT request 0: HDR, SAi1, KEi, Ni, N(NAT_DETECTION_SOURCE_IP), "
                                + "N(NAT_DETECTION_DESTINATION_IP), N(IKEV2_FRAGMENTATION_SUPPORTED), "
                                + "N(SIGNATURE_HASH_ALGORITHMS), N(REDIRECT_SUPPORTED)",
                        "IKE_SA_INIT response 0: HDR, SAr1, KEr, Nr, N(NAT_DETECTION_SOURCE_IP), "
                                + "N(NAT_DETECTION_DESTINATION_IP), CERTREQ, N(IKEV2_FRAGMENTATION_SUPPORTED), "
                                + "N(SIGNATURE_HASH_ALGORITHMS), N(CHILDLESS_IKEV2_SUPPORTED), "
                                + "N(MULTIPLE_AUTH_SUPPORTED)",
                        "IKE_AUTH request 1: HDR, SK {IDi, N(INITIAL_CONTACT), CERTREQ, IDr, AUTH, SAi2, TSi, TSr, "
                                + "N(MULTIPLE_AUTH_SUPPORTED), N(EAP_ONLY_AUTHENTICATION), "
                                + "N(IKEV2_MESSAGE_ID_SYNC_SUPPORTED)}",
                        "IKE_AUTH response 1: HDR, SK {IDr, AUTH, SAr2, TSi, TSr}");
        assertThat(transcript("cookie").get(3)).isEqualTo("IKE_SA_INIT response 0: HDR, N(COOKIE)");
        assertThat(transcript("invalid_ke").get(1)).isEqualTo("IKE_SA_INIT response 0: HDR, N(INVALID_KE_PAYLOAD)");
        assertThat(transcript("dpd_alive").get(4)).isEqualTo("INFORMATIONAL request 0: HDR, SK {}");
    }

    @Test
    void damaged_messages_are_refused_or_read_but_nothing_else_happens() throws WireException {
        List<Recorded> all = new ArrayList<>();
        for (RecordedConversation conversation : RecordedConversation.all()) {
            all.addAll(recorded(conversation));
        }
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Recorded message = all.get(random.nextInt(all.size()));
            Bytes damaged = mutate(message.chain(), random);
            int first = random.nextInt(10) == 0 ? random.nextInt(256) : message.first();
            try {
                List<Payload> payloads = decode(first, damaged).payloads();
                int exchange = message.header().exchangeType();
                Ikev2Grammar.violation(exchange, random.nextBoolean(), payloads);
                Notation.of(message.header(), payloads, message.encrypted(), registry);
                payloads.forEach(RecordedMessagesTest::ask);
                Bytes canonical = registry.encode(payloads);
                assertThat(decode(PayloadRegistry.first(payloads), canonical).payloads())
                        .isEqualTo(payloads);
            } catch (WireException expected) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutation " + i + " of seed " + SEED + ": first " + first + ", " + damaged, e);
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
    }

    private static <P extends Payload> P only(List<Payload> payloads, Class<P> kind) {
        return payloads.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static void ask(Payload payload) {
        if (payload instanceof IdPayload id) {
            id.identity();
        } else if (payload instanceof TsPayload ts) {
            ts.trafficSelectors();
        } else if (payload instanceof SaPayload sa) {
            sa.proposals()
                    .forEach(proposal -> proposal.transforms().forEach(transform -> {
                        transform.keyBits();
                        transform.understood();
                    }));
        }
    }

    private static Bytes mutate(Bytes octets, Random random) {
        byte[] array = octets.toArray();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = array.length == 0 ? 0 : random.nextInt(array.length);
            switch (random.nextInt(6)) {
                case 0 -> array = Bytes.copyOf(array).slice(0, at).toArray();
                case 1 ->
                    array = Bytes.concat(
                                    Bytes.copyOf(array), Bytes.copyOf(array).from(at))
                            .toArray();
                case 2 -> set(array, at, random.nextInt(256));
                case 3 -> set(array, at, array.length == 0 ? 0 : array[at] ^ 1 << random.nextInt(8));
                case 4 -> set(array, at, random.nextBoolean() ? 0 : 255);
                default -> set(array, at, array.length == 0 ? 0 : array[at] + random.nextInt(9) - 4);
            }
        }
        return Bytes.copyOf(array);
    }

    private static void set(byte[] array, int at, int value) {
        if (array.length > 0) {
            array[at] = (byte) value;
        }
    }

    private List<String> transcript(String name) throws WireException {
        List<String> lines = new ArrayList<>();
        for (Recorded message : recorded(RecordedConversation.load(name))) {
            List<Payload> payloads = decode(message.first(), message.chain()).payloads();
            lines.add(Notation.of(message.header(), payloads, message.encrypted(), registry));
        }
        return lines;
    }

    private Chain decode(int first, Bytes chain) throws WireException {
        WireReader in = new WireReader(chain);
        Chain decoded = registry.decode(new PayloadType(Ikev2Payloads.SPACE, first), in);
        in.end("message");
        return decoded;
    }

    private static List<Recorded> recorded(RecordedConversation conversation) throws WireException {
        List<Recorded> messages = new ArrayList<>();
        for (RecordedConversation.Packet packet : conversation.packets()) {
            WireReader in = new WireReader(packet.octets());
            IsakmpHeader header = IsakmpHeader.read(in);
            Optional<Opened> opened = conversation.open(packet.octets());
            if (opened.isPresent()) {
                messages.add(
                        new Recorded(header, opened.get().first(), opened.get().chain(), true));
            } else if (!fragment(header)) {
                messages.add(new Recorded(header, header.nextPayload(), in.rest(), false));
            }
        }
        return messages;
    }

    private static boolean fragment(IsakmpHeader header) {
        return header.nextPayload() == Ikev2Payloads.SKF.number();
    }
}
