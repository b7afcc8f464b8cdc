package dev.parley.ikev1.extension;

import dev.parley.ikev1.phase2.Informing;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ikev1.sa.Settings;
import dev.parley.ikev1.sa.Vendor;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a silent peer whether it lives, and answers when asked (RFC 3706). */
public final class Liveness {
    /** Private status types of RFC 3706 section 5.2. */
    public static final int R_U_THERE = 36136;

    public static final int R_U_THERE_ACK = 36137;

    /** The peer has been quiet, or so it seemed when the timer was set. */
    public static final String TIMER = "liveness";

    /** A question awaits its answer. */
    public static final String QUESTION = "r-u-there";

    private static final int SEQUENCE_OCTETS = 4;

    private final Ikev1Sa sa;
    private final List<Wish> waiting = new ArrayList<>();
    private long sequence;
    private int asked;

    public Liveness(Ikev1Sa sa) {
        this.sa = sa;
        // section 6.2: the first number is random, its highest bit is zero
        this.sequence = sa.environment().random().bytes(SEQUENCE_OCTETS).number(0, SEQUENCE_OCTETS) >>> 1;
    }

    /** Begins to listen for silence. */
    public List<Effect> watch() {
        long seconds = Settings.liveness(sa.policy().settings());
        return seconds == 0 || !sa.knows(Vendor.DEAD_PEER_DETECTION)
                ? List.of()
                : List.of(new Effect.StartTimer(TIMER, 1_000 * seconds));
    }

    /** It may have been quiet for too long. */
    public void expired(Moment when, List<Effect> out) {
        long allowed = 1_000 * Settings.liveness(sa.policy().settings());
        long quiet = when.monotonic() - sa.lastHeard();
        if (quiet < allowed) {
            out.add(new Effect.StartTimer(TIMER, allowed - quiet));
        } else {
            ask(out);
            out.addAll(watch());
        }
    }

    /** Somebody wants to know. */
    public void probe(Wish wish, List<Effect> out) {
        if (!sa.knows(Vendor.DEAD_PEER_DETECTION)) {
            out.add(new Effect.Settled(
                    wish,
                    Optional.of(new Refusal(
                            Blame.LOCAL_FAILURE, "the peer has not said that it knows RFC 3706: it cannot be asked"))));
            return;
        }
        waiting.add(wish);
        ask(out);
    }

    /** Asks, unless a question awaits its answer. */
    public void ask(List<Effect> out) {
        if (asked == 0) {
            sequence = sequence + 1 & 0xffff_ffffL;
            say(out);
        }
    }

    private void say(List<Effect> out) {
        asked++;
        out.addAll(Informing.say(sa, List.of(Informing.notification(sa, R_U_THERE, number()))));
        out.add(new Effect.StartTimer(QUESTION, Defaults.LIVENESS.after(asked)));
    }

    /**
     * No answer has come.
     *
     * @return whether there is hope
     */
    public boolean again(List<Effect> out) {
        if (asked >= Defaults.LIVENESS.tries()) {
            return false;
        }
        out.add(Notes.of(Kind.RETRANSMITTED, "question-repeated", "R-U-THERE again, " + (asked + 1) + ". time"));
        say(out);
        return true;
    }

    /** The peer asks; each question is answered once, since a repeated message is not heard. */
    public List<Effect> answer(NotificationPayload question) {
        return Informing.say(sa, List.of(Informing.notification(sa, R_U_THERE_ACK, question.data())));
    }

    /** The peer has answered. */
    public void heard(NotificationPayload answer, List<Effect> out) {
        if (asked > 0 && answer.data().equals(number())) {
            asked = 0;
            out.add(new Effect.StopTimer(QUESTION));
            settle(Optional.empty(), out);
        }
    }

    /** Nobody is asked any more. */
    public void end(Refusal why, List<Effect> out) {
        asked = 0;
        out.add(new Effect.StopTimer(QUESTION));
        out.add(new Effect.StopTimer(TIMER));
        settle(Optional.of(why), out);
    }

    private void settle(Optional<Refusal> failure, List<Effect> out) {
        waiting.forEach(wish -> out.add(new Effect.Settled(wish, failure)));
        waiting.clear();
    }

    private Bytes number() {
        return Bytes.unsigned(sequence, SEQUENCE_OCTETS);
    }
}
