package dev.parley.kink;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.FuzzedDer;
import dev.parley.kink.message.FuzzedMessage;
import dev.parley.testkit.FuzzTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coverage-guided fuzzing, from the recorded conversations on: messages, DER, and who has a ticket. */
class CoverageGuidedTest {
    private static final int A_WORLD = 2;

    static Stream<FuzzTarget> targets() {
        return Stream.of(
                new FuzzTarget(FuzzedMessage.class, messages(), 1),
                new FuzzTarget(FuzzedDer.class, FuzzedDer.seeds(), 1),
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

    private static List<Bytes> messages() {
        List<Bytes> messages = new ArrayList<>(Mutations.recorded());
        RecordedExchange.all()
                .forEach(exchange -> exchange.messages()
                        .forEach(spoken -> spoken.optional("encryptPlaintext").ifPresent(messages::add)));
        return messages;
    }
}
