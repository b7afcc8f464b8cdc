package dev.parley.ikev2;

import dev.parley.ikev2.message.FuzzedMessage;
import dev.parley.ikev2.message.FuzzedPayload;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.testkit.FuzzTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coverage-guided fuzzing, from the recorded conversations on: decoders, the front door, and who holds the keys. */
class CoverageGuidedTest {
    private static final int A_WORLD = 4;

    static Stream<FuzzTarget> targets() {
        return Stream.of(
                new FuzzTarget(FuzzedMessage.class, messages(), 1),
                new FuzzTarget(FuzzedPayload.class, payloads(), 1),
                new FuzzTarget(FuzzedDoor.class, FuzzedDoor.seeds(), A_WORLD),
                new FuzzTarget(FuzzedInsider.class, FuzzedInsider.seeds(), A_WORLD));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void seeds_and_what_was_found_do_no_harm(FuzzTarget target) throws Exception {
        target.tryKnown();
    }

    @Tag("jazzer")
    @ParameterizedTest
    @MethodSource("targets")
    void what_jazzer_makes_of_them_does_no_harm(FuzzTarget target) throws Exception {
        target.fuzz();
    }

    /** As they were recorded, and with what was encrypted in clear. */
    private static List<Bytes> messages() {
        List<Bytes> messages = new ArrayList<>(Mutations.recorded());
        for (RecordedConversation conversation : RecordedConversation.all()) {
            for (RecordedConversation.Packet packet : conversation.packets()) {
                conversation
                        .open(packet.octets())
                        .ifPresent(opened -> messages.add(Bytes.concat(
                                packet.octets().slice(0, 16),
                                Bytes.of(opened.first()),
                                packet.octets().slice(17, IsakmpHeader.OCTETS),
                                opened.chain())));
            }
        }
        return messages;
    }

    /** The bodies of all payloads in {@link #messages}, behind their types. */
    private static List<Bytes> payloads() {
        PayloadRegistry registry = PayloadRegistry.of(List.of(new Ikev2Payloads()));
        return messages().stream()
                .flatMap(message -> {
                    try {
                        return registry
                                .walk(
                                        new PayloadType(Ikev2Payloads.SPACE, message.at(16)),
                                        new WireReader(message.from(IsakmpHeader.OCTETS)))
                                .stream();
                    } catch (WireException fragment) {
                        return Stream.<Raw>of();
                    }
                })
                .map((Raw raw) -> Bytes.concat(Bytes.of(raw.type().number()), raw.body()))
                .distinct()
                .toList();
    }
}
