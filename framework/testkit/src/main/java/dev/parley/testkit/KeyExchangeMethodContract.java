package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.testkit.KeyExchangeDialogue.Ended;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the host relies on in every {@link KeyExchangeMethod}. An author extends it, names the method, and has all its tests.
 * Everything runs through {@link dev.parley.crypto.KeyExchangeRun}, as in the host.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class KeyExchangeMethodContract {
    /** Enough for a secret that begins with a zero octet to be rare luck, few enough for slow methods. */
    private static final int SEEDS = 16;

    /** Where the private use of IKEv2's key exchange methods begins: IANA, Transform Type 4. */
    private static final int PRIVATE_USE = 1024;

    /** The method to be judged. */
    protected abstract KeyExchangeMethod method();

    /** What a policy would say for it. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** The number that a policy would give it. */
    protected OptionalInt number() {
        return OptionalInt.empty();
    }

    @Test
    void both_ends_agree_on_the_same_secret() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Ended ended = dialogue().between(seed, -1 - seed);
            assertThat(ended.initiator()).as("seed %s", seed).isEqualTo(ended.responder());
            assertThat(ended.initiator().length()).as("octets of the secret").isPositive();
            assertThat(ended.initiator().reveal().isZero())
                    .as("the secret is all zero")
                    .isFalse();
        }
    }

    @Test
    void another_exchange_agrees_on_another_secret() throws Exception {
        SharedSecret one = dialogue().between(1, 2).initiator();
        assertThat(dialogue().between(3, 2).initiator())
                .as("with another initiator")
                .isNotEqualTo(one);
        assertThat(dialogue().between(1, 3).initiator())
                .as("with another responder")
                .isNotEqualTo(one);
    }

    @Test
    void its_traits_are_true() throws Exception {
        Traits traits = method().traits();
        for (long seed = 0; seed < SEEDS; seed++) {
            Ended ended = dialogue().between(seed, -1 - seed);
            assertThat(ended.requests()).as("round trips").hasSize(traits.roundTrips());
            assertThat(ended.requests())
                    .allMatch(
                            said -> traits.allows(said.length(), traits.initiatorOctets()), "has the octets promised");
            assertThat(ended.answers())
                    .allMatch(
                            said -> traits.allows(said.length(), traits.responderOctets()), "has the octets promised");
        }
    }

    @Test
    void the_same_seed_gives_the_same_octets_if_it_claims_so() throws Exception {
        assumeThat(method().traits().deterministic()).isTrue();
        Ended one = dialogue().between(5, 6);
        Ended two = dialogue().between(5, 6);
        assertThat(two.requests()).isEqualTo(one.requests());
        assertThat(two.answers()).isEqualTo(one.answers());
        assertThat(two.initiator()).isEqualTo(one.initiator());
    }

    @Test
    void hearing_other_octets_first_changes_nothing() throws Exception {
        for (int bit = 0; bit < 8; bit++) {
            int flipped = bit;
            Ended ended = dialogue().between(7, 8, message -> flip(message, flipped));
            assertThat(ended.initiator()).isEqualTo(ended.responder());
        }
    }

    @Test
    void hearing_the_same_octets_twice_gives_the_same_secret() throws Exception {
        assumeThat(method().traits().roundTrips()).isEqualTo(1);
        Turn.Say<SharedSecret> asked = dialogue().initiate(9);
        Bytes answer =
                dialogue().respond(10, asked.message().orElseThrow()).message().orElseThrow();
        SharedSecret once = ((Turn.Agree<SharedSecret>) asked.reply().hear(answer)).result();
        SharedSecret twice = ((Turn.Agree<SharedSecret>) asked.reply().hear(answer)).result();
        assertThat(twice).isEqualTo(once);
        once.wipe();
        assertThat(twice.reveal().isZero()).as("two results share their octets").isFalse();
    }

    @Test
    void octets_of_a_length_it_did_not_promise_are_refused() throws Exception {
        Traits traits = method().traits();
        for (int length : lengths(traits.initiatorOctets())) {
            if (!traits.allows(length, traits.initiatorOctets())) {
                assertThatThrownBy(() -> dialogue().respond(11, Bytes.zeros(length)))
                        .isInstanceOf(GeneralSecurityException.class);
            }
        }
    }

    /** A value that anybody can send must not decide the secret: two that hear it have nothing in common. */
    @Test
    void octets_that_anybody_can_make_do_not_decide_the_secret() throws Exception {
        Traits traits = method().traits();
        for (int length : lengths(traits.initiatorOctets())) {
            for (Bytes guess : guesses(length)) {
                differ(heardByResponder(12, guess), heardByResponder(13, guess), guess);
            }
        }
        for (int length : lengths(traits.responderOctets())) {
            for (Bytes guess : guesses(length)) {
                differ(heardByInitiator(14, guess), heardByInitiator(15, guess), guess);
            }
        }
    }

    @Test
    void damaged_and_random_octets_end_in_a_declared_way() throws Exception {
        Bytes request = dialogue().initiate(16).message().orElseThrow();
        Bytes answer = dialogue().respond(17, request).message().orElseThrow();
        for (Bytes damaged : damaged(request)) {
            heardByResponder(17, damaged);
        }
        for (Bytes damaged : damaged(answer)) {
            heardByInitiator(16, damaged);
        }
    }

    @Test
    void its_numbers_are_registered_ones_in_named_spaces() {
        Map<NumberSpace, Integer> numbers = method().codePoints();
        assertThat(numbers.keySet())
                .extracting(NumberSpace::name)
                .allMatch(KeyExchangeMethodContract::neutral, "is a name");
        assertThat(numbers.values()).allMatch(number -> number > 0 && number < 1 << 16, "has 16 bits and is not 0");
        assertThat(numbers.getOrDefault(new NumberSpace("ikev2.key-exchange"), 0))
                .as("a private-use number belongs to the policy")
                .isLessThan(PRIVATE_USE);
    }

    @Test
    void its_key_is_a_neutral_name_and_stays_the_same() {
        assertThat(method().key())
                .matches(KeyExchangeMethodContract::neutral, "is lower case with digits, dots and hyphens");
        assertThat(method().key()).isEqualTo(method().key());
    }

    private KeyExchangeDialogue dialogue() {
        return new KeyExchangeDialogue(method(), number(), settings());
    }

    private Optional<SharedSecret> heardByResponder(long seed, Bytes message) {
        return agreed(() -> dialogue().respond(seed, message), message);
    }

    private Optional<SharedSecret> heardByInitiator(long seed, Bytes message) {
        return agreed(
                () -> {
                    KeyExchangeDialogue dialogue = dialogue();
                    var run = dialogue.run(Role.INITIATOR);
                    var said = (Turn.Say<SharedSecret>) run.initiate(new SeededRandom(seed));
                    return run.hear(said.reply(), message);
                },
                message);
    }

    private interface Step {
        Turn<SharedSecret> take() throws GeneralSecurityException, Unavailable;
    }

    private static Optional<SharedSecret> agreed(Step step, Bytes message) {
        try {
            return step.take() instanceof Turn.Agree<SharedSecret> done ? Optional.of(done.result()) : Optional.empty();
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        } catch (Unavailable cannot) {
            assertThat(cannot).as("hearing %s", message).hasMessageNotContaining("a bug of its bundle");
            return Optional.empty();
        }
    }

    private static void differ(Optional<SharedSecret> one, Optional<SharedSecret> other, Bytes heard) {
        if (one.isPresent() && other.isPresent()) {
            assertThat(other)
                    .as("two that heard %s agreed on the same secret", heard)
                    .isNotEqualTo(one);
        }
    }

    private static int[] lengths(int promised) {
        return IntStream.of(0, 1, promised - 1, promised, promised + 1, 2 * promised)
                .filter(length -> length >= 0)
                .distinct()
                .toArray();
    }

    private static List<Bytes> guesses(int length) {
        if (length == 0) {
            return List.of(Bytes.EMPTY);
        }
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xff);
        return List.of(
                Bytes.zeros(length),
                Bytes.copyOf(ones),
                Bytes.concat(Bytes.of(1), Bytes.zeros(length - 1)),
                Bytes.concat(Bytes.zeros(length - 1), Bytes.of(1)));
    }

    private static List<Bytes> damaged(Bytes message) {
        List<Bytes> damaged = new ArrayList<>();
        int bits = 8 * message.length();
        int step = Math.max(1, bits / 64 + 1);
        for (int bit = 0; bit < bits; bit += step) {
            damaged.add(flip(message, bit));
        }
        Stream.of(message.slice(0, message.length() / 2), Bytes.concat(message, message))
                .forEach(damaged::add);
        for (long seed = 0; seed < SEEDS; seed++) {
            damaged.add(new SeededRandom(seed).bytes(message.length()));
        }
        return damaged;
    }

    private static Bytes flip(Bytes message, int bit) {
        if (message.length() <= bit / 8) {
            return message;
        }
        byte[] octets = message.toArray();
        octets[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.copyOf(octets);
    }

    private static boolean neutral(String name) {
        return name.matches("[a-z0-9]+([.-][a-z0-9]+)*");
    }
}
