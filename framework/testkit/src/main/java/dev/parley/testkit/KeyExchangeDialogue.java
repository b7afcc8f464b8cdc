package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Two ends of one key exchange, each with its own seed, driven message by message until both have agreed. It demands what a
 * {@link Turn} promises: a responder's turn always carries octets, an initiator's last never does.
 */
final class KeyExchangeDialogue {
    /** Far more than any method has; a method that never ends is found by it. */
    private static final int MOST_ROUND_TRIPS = 100;

    /** What both agreed on, and what was said. */
    record Ended(SharedSecret initiator, SharedSecret responder, List<Bytes> requests, List<Bytes> answers) {}

    private final KeyExchangeMethod method;
    private final OptionalInt number;
    private final Map<String, String> settings;

    KeyExchangeDialogue(KeyExchangeMethod method, OptionalInt number, Map<String, String> settings) {
        this.method = method;
        this.number = number;
        this.settings = settings;
    }

    KeyExchangeRun run(Role role) {
        return new KeyExchangeRun(method, role, number, settings);
    }

    Turn.Say<SharedSecret> initiate(long seed) throws GeneralSecurityException, Unavailable {
        return saying(run(Role.INITIATOR).initiate(new SeededRandom(seed)));
    }

    Turn<SharedSecret> respond(long seed, Bytes first) throws GeneralSecurityException, Unavailable {
        return run(Role.RESPONDER).respond(new SeededRandom(seed), first);
    }

    Ended between(long initiatorSeed, long responderSeed) throws GeneralSecurityException, Unavailable {
        return between(initiatorSeed, responderSeed, UnaryOperator.identity());
    }

    /** The same, but before each message is heard, its hearer hears {@code disturbed} of it, and what comes of that is dropped. */
    Ended between(long initiatorSeed, long responderSeed, UnaryOperator<Bytes> disturbed)
            throws GeneralSecurityException, Unavailable {
        KeyExchangeRun initiator = run(Role.INITIATOR);
        KeyExchangeRun responder = run(Role.RESPONDER);
        List<Bytes> requests = new ArrayList<>();
        List<Bytes> answers = new ArrayList<>();
        Turn.Say<SharedSecret> asked = saying(initiator.initiate(new SeededRandom(initiatorSeed)));
        requests.add(asked.message().orElseThrow());
        Turn<SharedSecret> answered = responder.respond(new SeededRandom(responderSeed), requests.get(0));
        while (requests.size() <= MOST_ROUND_TRIPS) {
            answers.add(answered.message()
                    .orElseThrow(() -> new AssertionError("the responder of " + method.key()
                            + " said nothing; give agree() a last word, an empty one if need be")));
            Turn<SharedSecret> heard = hear(initiator, asked, answers.get(answers.size() - 1), disturbed);
            if (heard instanceof Turn.Agree<SharedSecret> done) {
                assertThat(done.message())
                        .as("what the initiator says when it has agreed")
                        .isEmpty();
                assertThat(answered)
                        .as("the responder, when the initiator has agreed")
                        .isInstanceOf(Turn.Agree.class);
                SharedSecret theirs = ((Turn.Agree<SharedSecret>) answered).result();
                return new Ended(done.result(), theirs, requests, answers);
            }
            asked = saying(heard);
            requests.add(asked.message().orElseThrow());
            answered = hear(responder, saying(answered), requests.get(requests.size() - 1), disturbed);
        }
        throw new AssertionError(method.key() + " has not ended after " + MOST_ROUND_TRIPS + " round trips");
    }

    private static Turn<SharedSecret> hear(
            KeyExchangeRun run, Turn.Say<SharedSecret> said, Bytes message, UnaryOperator<Bytes> disturbed)
            throws GeneralSecurityException, Unavailable {
        Bytes other = disturbed.apply(message);
        if (!other.equals(message)) {
            try {
                run.hear(said.reply(), other);
            } catch (GeneralSecurityException refused) {
                // as it should be, if it can tell
            }
        }
        return run.hear(said.reply(), message);
    }

    private Turn.Say<SharedSecret> saying(Turn<SharedSecret> turn) {
        assertThat(turn)
                .as("a turn of %s while its peer still waits", method.key())
                .isInstanceOf(Turn.Say.class);
        return (Turn.Say<SharedSecret>) turn;
    }
}
