package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyExchangeRunTest {
    /** Sends four octets and awaits six; {@code step} is what happens whenever it is asked for anything. */
    private record Method(Traits traits, List<Object> seen, Supplier<Turn<SharedSecret>> step)
            implements KeyExchangeMethod {
        @Override
        public String key() {
            return "toy";
        }

        @Override
        public Turn<SharedSecret> initiate(KeyExchangeContext context) {
            seen.add(context);
            return step.get();
        }

        @Override
        public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) {
            seen.add(first);
            return step.get();
        }
    }

    private record Ones() implements RandomSource {
        @Override
        public void fill(byte[] target) {
            Arrays.fill(target, (byte) 1);
        }

        @Override
        public RandomSource fork() {
            return this;
        }
    }

    private static final RandomSource RANDOM = new Ones();
    private static final Turn<SharedSecret> AGREED = Turn.agree(SharedSecret.of(Bytes.of(7)));

    private final List<Object> seen = new ArrayList<>();

    private KeyExchangeRun run(Role role, Traits traits, Supplier<Turn<SharedSecret>> step) {
        return new KeyExchangeRun(new Method(traits, seen, step), role, OptionalInt.of(1024), Map.of("a", "b"));
    }

    @Test
    void a_responder_sees_no_octet_of_another_length_than_was_promised() throws Exception {
        KeyExchangeRun run = run(Role.RESPONDER, Traits.fixed(4, 6), () -> AGREED);
        for (int length : new int[] {0, 3, 5, 6, 65535}) {
            assertThatExceptionOfType(InvalidKeyException.class)
                    .isThrownBy(() -> run.respond(RANDOM, Bytes.zeros(length)))
                    .withMessageContaining("toy has " + length + " octets, 4 are due");
        }
        assertThat(seen).isEmpty();
        assertThat(run.respond(RANDOM, Bytes.zeros(4))).isSameAs(AGREED);
        assertThat(seen).containsExactly(Bytes.zeros(4));
    }

    @Test
    void an_initiator_hears_no_octet_of_another_length_than_was_promised() throws Exception {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> AGREED);
        Turn.Reply<SharedSecret> reply = heard -> {
            seen.add(heard);
            return AGREED;
        };
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> run.hear(reply, Bytes.zeros(4)));
        assertThat(seen).isEmpty();
        assertThat(run.hear(reply, Bytes.zeros(6))).isSameAs(AGREED);
    }

    @Test
    void at_most_means_at_most() throws Exception {
        KeyExchangeRun run = run(Role.RESPONDER, Traits.atMost(4, 6), () -> AGREED);
        assertThat(run.respond(RANDOM, Bytes.zeros(1))).isSameAs(AGREED);
        assertThat(run.respond(RANDOM, Bytes.zeros(4))).isSameAs(AGREED);
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> run.respond(RANDOM, Bytes.zeros(5)));
    }

    @Test
    void the_method_finds_its_surroundings() throws Exception {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> AGREED);
        run.initiate(RANDOM);
        KeyExchangeContext context = (KeyExchangeContext) seen.get(0);
        assertThat(context.role()).isEqualTo(Role.INITIATOR);
        assertThat(context.number()).hasValue(1024);
        assertThat(context.settings()).containsEntry("a", "b");
        assertThat(context.random()).isSameAs(RANDOM);
        assertThat(run.method().key()).isEqualTo("toy");
    }

    @Test
    void every_secret_that_was_drawn_is_wiped_with_the_run() throws Exception {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> AGREED);
        run.initiate(RANDOM);
        KeyExchangeContext context = (KeyExchangeContext) seen.get(0);
        SharedSecret one = context.secret(32);
        SharedSecret other = context.secret(16);
        assertThat(one.reveal().at(31)).isEqualTo(1);
        run.wipe();
        assertThat(one.reveal().isZero()).isTrue();
        assertThat(other.reveal().isZero()).isTrue();
    }

    @Test
    void a_secret_drawn_by_a_step_that_outlived_its_run_is_wiped_when_the_step_ends() throws Exception {
        List<KeyExchangeRun> runs = new ArrayList<>();
        List<SharedSecret> drawn = new ArrayList<>();
        runs.add(run(Role.INITIATOR, Traits.fixed(4, 6), () -> {
            runs.get(0).wipe();
            drawn.add(((KeyExchangeContext) seen.get(0)).secret(32));
            return AGREED;
        }));
        runs.get(0).initiate(RANDOM);
        assertThat(drawn)
                .singleElement()
                .satisfies(secret -> assertThat(secret.reveal().isZero()).isTrue());
    }

    static List<Throwable> bugs() {
        return List.of(new NullPointerException("oops"), new NoClassDefFoundError("x/Y"), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_bug_of_a_plug_in_is_named_and_never_the_peers_fault(Throwable bug) {
        KeyExchangeRun run = run(Role.RESPONDER, Traits.fixed(4, 6), () -> {
            throw sneaky(bug);
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> run.respond(RANDOM, Bytes.zeros(4)))
                .withMessageContaining("key exchange toy failed with")
                .withMessageContaining("a bug of its bundle")
                .withCause(bug);
    }

    @Test
    void promises_that_are_missing_or_cannot_be_read_are_a_bug_of_the_plug_in_too() {
        KeyExchangeRun run = run(Role.RESPONDER, null, () -> AGREED);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> run.respond(RANDOM, Bytes.zeros(4)))
                .withMessageContaining("a bug of its bundle");
    }

    @Test
    void a_plug_in_that_returns_nothing_is_named() {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> null);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> run.initiate(RANDOM))
                .withMessageContaining("toy returned nothing");
    }

    @Test
    void one_that_has_left_is_no_bug() {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> {
            throw new Departed("key-exchange", "toy");
        });
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> run.initiate(RANDOM))
                .withMessageContaining("key-exchange toy has left")
                .withMessageNotContaining("bug");
    }

    @Test
    void what_a_method_says_of_the_peers_octets_passes_through() {
        KeyExchangeRun run = run(Role.INITIATOR, Traits.fixed(4, 6), () -> AGREED);
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> run.hear(
                        heard -> {
                            throw new GeneralSecurityException("small order");
                        },
                        Bytes.zeros(6)))
                .withMessage("small order");
    }

    private static RuntimeException sneaky(Throwable bug) {
        if (bug instanceof Error error) {
            throw error;
        }
        return (RuntimeException) bug;
    }
}
