package dev.parley.engine;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import java.util.Optional;

/** What a {@link Connection} wants done. */
sealed interface ConnectionEffect {
    /**
     * Commands its wish; the answer comes as {@link ConnectionInput.Answered}.
     *
     * @param lane which negotiation; empty for the wish's home, or a new one
     */
    record Ask(Verb verb, Optional<Long> lane) implements ConnectionEffect {}

    /** Starts, or starts again, the timer under this name. */
    record StartTimer(String timer, long delayMillis) implements ConnectionEffect {}

    record StopTimer(String timer) implements ConnectionEffect {}

    /** From now on the wish is at home at this negotiation. */
    record Home(long lane) implements ConnectionEffect {}

    /** Whoever waits for this verb is told how it ended. */
    record Tell(Verb verb, Optional<Refusal> failure) implements ConnectionEffect {}

    /** Tells observers that it could not be begun. */
    record Failed(Refusal why) implements ConnectionEffect {}

    /** Tells observers. */
    record Note(String name, String text) implements ConnectionEffect {}
}
