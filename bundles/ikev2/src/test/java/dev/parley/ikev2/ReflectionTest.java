package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message of the protocol, sent back to its sender at once: as it is, with the flags of an answer or of the other role, with the
 * SPIs changed about (RFC 7296 sections 2.14, 3.1). Nobody takes its own words for the peer's, and the conversation goes on.
 */
class ReflectionTest {
    private static final int FLAGS_AT = 19;
    private static final long A_WHILE = 400;
    private static final Policies POLICIES = Crossing.policies().setting("window", "4");

    /** The place of a message in the conversation, and its name. */
    record Said(int index, String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Every exchange there is, from either end: and what each end is told, one after the other. */
    private static final class Conversation {
        private final Worlds worlds = Worlds.of(Worlds.empty(1), POLICIES);

        private final List<Runnable> steps = List.of(
                () -> worlds.a().command(Verb.ESTABLISH, "to-b", Crossing.NET),
                () -> worlds.b().command(Verb.ESTABLISH, "to-a", Crossing.SECOND),
                () -> worlds.a().command(Verb.REKEY, "to-b", Crossing.NET),
                () -> worlds.b().command(Verb.REKEY, "to-a"),
                () -> worlds.a().probe("to-b"),
                () -> worlds.a().command(Verb.REKEY, "to-b"),
                () -> worlds.b().command(Verb.DELETE, "to-a", Crossing.SECOND),
                () -> worlds.a().delete("to-b"));

        /** Holds it; what is said at {@code reflected} goes back to where it came from. */
        private void hold(int reflected) {
            for (Runnable step : steps) {
                step.run();
                boolean due = worlds.world().capture().size() <= reflected;
                if (due
                        && worlds.world()
                                .runUntil(() -> worlds.world().capture().size() > reflected, A_WHILE)) {
                    reflect(worlds.world().capture().get(reflected));
                }
                worlds.world().run(A_WHILE);
            }
        }

        private void reflect(Captured captured) {
            Site sender = captured.from().equals(worlds.a().endpoint()) ? worlds.a() : worlds.b();
            for (Bytes mirrored : mirrored(captured.octets())) {
                worlds.world().forge(captured.to(), sender.endpoint(), mirrored);
            }
        }
    }

    private static List<Bytes> mirrored(Bytes octets) {
        List<Bytes> all = new ArrayList<>();
        Bytes swapped = Bytes.concat(octets.slice(8, 16), octets.slice(0, 8), octets.from(16));
        Bytes own = Bytes.concat(octets.slice(0, 8), octets.slice(0, 8), octets.from(16));
        for (Bytes each : List.of(octets, swapped, own)) {
            for (int flip :
                    new int[] {0, IkeFlags.INITIATOR, IkeFlags.RESPONSE, IkeFlags.INITIATOR | IkeFlags.RESPONSE}) {
                all.add(Bytes.concat(
                        each.slice(0, FLAGS_AT), Bytes.of(each.at(FLAGS_AT) ^ flip), each.from(FLAGS_AT + 1)));
            }
        }
        return all;
    }

    static Stream<Said> messages() {
        Conversation undisturbed = new Conversation();
        undisturbed.hold(Integer.MAX_VALUE);
        List<Captured> capture = undisturbed.worlds.world().capture();
        assertThat(undisturbed.worlds.a().errands()).allMatch(errand -> errand.succeeded());
        return IntStream.range(0, capture.size()).mapToObj(index -> {
            Bytes octets = capture.get(index).octets();
            String from =
                    capture.get(index).from().equals(undisturbed.worlds.a().endpoint()) ? "a" : "b";
            String kind = (octets.at(FLAGS_AT) & IkeFlags.RESPONSE) == 0 ? "request" : "response";
            return new Said(
                    index,
                    index + ": " + ExchangeType.name(octets.at(18)) + " " + kind + " "
                            + octets.slice(20, 24).number(0, 4) + " of " + from);
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_one_said_is_not_taken_for_the_peers_word(Said said) {
        Conversation conversation = new Conversation();
        conversation.hold(said.index());
        Worlds worlds = conversation.worlds;
        for (Site site : List.of(worlds.a(), worlds.b())) {
            assertThat(site.errands())
                    .as("%s: %s", said, worlds.world().transcript())
                    .allMatch(errand -> errand.succeeded());
            assertThat(site.gateway().counters()).doesNotContainKeys("bug", "bugs-in-route");
            assertThat(site.sad().entries()).isEmpty();
        }
        worlds.world().judgeEmpty();
    }
}
