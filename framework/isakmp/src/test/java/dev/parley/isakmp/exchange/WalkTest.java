package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Type 2 without its SA messages, walked by a party that writes down what it is asked. */
class WalkTest {
    private static final Backoff BACKOFF = new Backoff(1000, 2, 3);
    private static final Endpoint HERE = new Endpoint(Bytes.of(10, 0, 0, 1), 500, false);
    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new IsakmpPayloads()));
    private static final Slot NONCE = Slot.one(IsakmpPayloads.NONCE, "NONCE");
    private static final Slot KE = Slot.one(IsakmpPayloads.KE, "KE");
    private static final Slot AUTH = Slot.either(IsakmpPayloads.HASH, IsakmpPayloads.SIGNATURE, "AUTH");
    private static final ExchangeDefinition TABLE = ExchangeDefinition.of(
            1,
            40,
            "Test",
            rule(1, Role.INITIATOR, MessageRule.Protection.CLEAR, NONCE),
            rule(2, Role.RESPONDER, MessageRule.Protection.CLEAR, KE, NONCE),
            rule(3, Role.INITIATOR, MessageRule.Protection.EITHER, AUTH));

    private static MessageRule rule(int number, Role sender, MessageRule.Protection protection, Slot... slots) {
        return MessageRule.of(40, number, sender, protection, "", List.of(slots));
    }

    /** @param works numbers of messages before which there is work to do */
    private record Scribe(List<String> seen, List<Integer> works) implements Party<Scribe> {
        private Scribe saw(String what) {
            List<String> more = new ArrayList<>(seen);
            more.add(what);
            return new Scribe(more, works);
        }

        @Override
        public Scribe take(MessageRule rule, Contents heard) throws Refusal {
            if (heard.find("NONCE", NoncePayload.class)
                    .filter(nonce -> nonce.data().isZero())
                    .isPresent()) {
                throw new Refusal(Blame.PEER_MISBEHAVED, "a nonce of zeros");
            }
            return saw("took " + rule.number());
        }

        @Override
        public List<Payload> fill(MessageRule rule, Slot slot) {
            return List.of(
                    switch (slot.name()) {
                        case "NONCE" -> new NoncePayload(Bytes.of(rule.number()));
                        case "KE" -> new KePayload(Bytes.of(rule.number()));
                        default -> new HashPayload(Bytes.of(rule.number()));
                    });
        }

        @Override
        public Optional<Preparation<Scribe>> before(int number) {
            return works.contains(number) && !seen.contains("worked before " + number)
                    ? Optional.of(Preparation.work(Work.computing("test", random -> saw("worked before " + number))))
                    : Optional.empty();
        }
    }

    /** One end: says what its walk wants said, in the clear. */
    private static final class End implements Stage<End, Scribe> {
        private final List<Effect> out = new ArrayList<>();
        private final List<Bytes> said = new ArrayList<>();
        private final Running<End> running;
        private final Walk<End, Scribe> walk;
        private Optional<Scribe> ended = Optional.empty();
        private long tickets;

        End(Role role, Integer... works) {
            walk = Walk.at(this, TABLE, role, new Scribe(List.of(), List.of(works)));
            running = new Running<>("again", BACKOFF, () -> ++tickets, walk);
        }

        void begin() throws Refusal {
            running.apply(walk.begin(this), out);
        }

        void hear(Bytes octets) throws Refusal {
            if (!running.repeated(octets, out)) {
                running.receive(this, read(octets), out);
            }
        }

        /** Does the work that was asked for last. */
        void work() throws Refusal {
            Effect.Offload due = out.stream()
                    .filter(Effect.Offload.class::isInstance)
                    .map(Effect.Offload.class::cast)
                    .reduce((first, last) -> last)
                    .orElseThrow();
            try {
                running.resume(new Outcome.Done(due.work().run(null)), out);
            } catch (GeneralSecurityException | Unavailable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        Bytes last() {
            return said.get(said.size() - 1);
        }

        long sendings() {
            return out.stream().filter(Effect.Send.class::isInstance).count();
        }

        @Override
        public List<Effect> say(End end, Scribe party, MessageRule rule, List<Payload> payloads, Lockstep.Then then) {
            Bytes octets = message(payloads.toArray(Payload[]::new));
            said.add(octets);
            return running.say(new Datagram(HERE, HERE, octets), then);
        }

        @Override
        public Step<End, IsakmpMessage> over(End end, Scribe party) {
            ended = Optional.of(party);
            return Step.done(List.of());
        }
    }

    private static Bytes message(Payload... payloads) {
        Bytes cookie = Bytes.hex("1111111111111111");
        return IsakmpMessage.compose(cookie, cookie, 40, 0, 0, List.of(payloads), REGISTRY);
    }

    private static IsakmpMessage read(Bytes octets) {
        try {
            return IsakmpMessage.clear(new Datagram(HERE, HERE, octets), new Moment(0, 0), REGISTRY);
        } catch (WireException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static String notation(Bytes octets) {
        return read(octets).payloads().stream().map(REGISTRY::describe).collect(Collectors.joining(" "));
    }

    private final End initiator = new End(Role.INITIATOR);
    private final End responder = new End(Role.RESPONDER);

    @Test
    void the_table_says_who_speaks_and_what_in_which_order() throws Refusal {
        initiator.begin();
        responder.hear(initiator.last());
        initiator.hear(responder.last());
        responder.hear(initiator.last());
        assertThat(initiator.said).extracting(WalkTest::notation).containsExactly("NONCE", "HASH");
        assertThat(responder.said).extracting(WalkTest::notation).containsExactly("KE NONCE");
        assertThat(initiator.ended.orElseThrow().seen()).containsExactly("took 2");
        assertThat(responder.ended.orElseThrow().seen()).containsExactly("took 1", "took 3");
    }

    @Test
    void work_is_done_before_the_message_that_needs_it_and_before_the_end() throws Refusal {
        End busy = new End(Role.RESPONDER, 2, 4);
        initiator.begin();
        busy.hear(initiator.last());
        assertThat(busy.said).isEmpty();
        busy.work();
        initiator.hear(busy.last());
        busy.hear(initiator.last());
        assertThat(busy.ended).isEmpty();
        busy.work();
        assertThat(busy.ended.orElseThrow().seen())
                .containsExactly("took 1", "worked before 2", "took 3", "worked before 4");
    }

    @Test
    void a_refused_message_leaves_no_trace_and_the_real_one_can_still_come() throws Refusal {
        initiator.begin();
        Bytes forged = message(new KePayload(Bytes.of(2)), new NoncePayload(Bytes.zeros(8)));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> initiator.hear(forged));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> initiator.hear(forged));
        responder.hear(initiator.last());
        initiator.hear(responder.last());
        assertThat(initiator.ended).isPresent();
    }

    @Test
    void work_that_fails_lets_the_state_before_stand_again() throws Refusal {
        End busy = new End(Role.RESPONDER, 2);
        initiator.begin();
        busy.hear(initiator.last());
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(
                        () -> busy.running.resume(new Outcome.Failed(new GeneralSecurityException("bad")), busy.out));
        busy.hear(initiator.last());
        busy.work();
        assertThat(busy.said).hasSize(1);
    }

    @Test
    void while_work_runs_nothing_is_taken_and_nothing_repeated() throws Refusal {
        End busy = new End(Role.RESPONDER, 2);
        initiator.begin();
        busy.hear(initiator.last());
        int before = busy.out.size();
        busy.hear(initiator.last());
        busy.hear(message(new NoncePayload(Bytes.of(9))));
        assertThat(busy.out).hasSize(before);
    }

    @Test
    void a_repeated_message_is_answered_again_and_a_repeated_final_one_is_not() throws Refusal {
        initiator.begin();
        responder.hear(initiator.said.get(0));
        responder.hear(initiator.said.get(0));
        assertThat(responder.sendings()).isEqualTo(2);
        initiator.hear(responder.last());
        responder.hear(initiator.last());
        responder.hear(initiator.last());
        assertThat(responder.sendings()).isEqualTo(2);
        initiator.hear(responder.last());
        assertThat(initiator.sendings()).isEqualTo(3);
    }

    @Test
    void too_few_too_many_and_wrongly_protected_messages_are_refused() throws Refusal {
        initiator.begin();
        refuses(initiator, message(new NoncePayload(Bytes.of(2))), "KE is missing");
        refuses(
                initiator,
                message(new KePayload(Bytes.of(2)), new KePayload(Bytes.of(3)), new NoncePayload(Bytes.of(2))),
                "KE comes 2 times");
        Bytes cookie = Bytes.hex("1111111111111111");
        List<Payload> right = List.of(new KePayload(Bytes.of(2)), new NoncePayload(Bytes.of(2)));
        refuses(initiator, IsakmpMessage.compose(cookie, cookie, 40, 1, 0, right, REGISTRY), "in the clear");
        refuses(initiator, IsakmpMessage.compose(cookie, cookie, 41, 0, 0, right, REGISTRY), "is due, not 41");
    }

    @Test
    void payloads_without_a_place_ride_along() throws Refusal {
        initiator.begin();
        initiator.hear(message(
                new NotificationPayload(0, 1, Bytes.EMPTY, 16384, Bytes.EMPTY),
                new NoncePayload(Bytes.of(2)),
                new KePayload(Bytes.of(2)),
                new IdPayload(1, Bytes.zeros(3), Bytes.EMPTY)));
        assertThat(initiator.ended).isPresent();
    }

    @Test
    void it_repeats_itself_at_growing_intervals_and_gives_up() throws Refusal {
        initiator.begin();
        assertThat(initiator.running.again(initiator.out)).isTrue();
        assertThat(initiator.running.again(initiator.out)).isTrue();
        assertThat(initiator.running.again(initiator.out)).isFalse();
        assertThat(initiator.out)
                .filteredOn(Effect.StartTimer.class::isInstance)
                .extracting(effect -> ((Effect.StartTimer) effect).delayMillis())
                .containsExactly(1000L, 2000L, 4000L);
    }

    private static void refuses(End end, Bytes octets, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> end.hear(octets))
                .withMessageContaining(why);
    }
}
