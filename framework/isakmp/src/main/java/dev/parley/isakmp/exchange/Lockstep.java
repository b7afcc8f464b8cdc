package dev.parley.isakmp.exchange;

import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;

/**
 * Who has to repeat what, in an exchange whose messages answer each other (RFC 2408 section 5.1). Whoever spoke last and awaits an
 * answer repeats it; the last message that was accepted, when it comes again, is answered by what answered it, and by nothing if
 * nothing did. Both ends of that rule are needed: else two sides answer each other for ever. Immutable.
 */
public final class Lockstep {
    /** What is due after a message of ours. */
    public enum Then {
        AN_ANSWER,
        NOTHING
    }

    /** Nothing was said or heard. */
    public static final Lockstep START =
            new Lockstep(Optional.empty(), Optional.empty(), Optional.empty(), Then.NOTHING, 0);

    private final Optional<Bytes> accepted;
    private final Optional<Datagram> answer;
    private final Optional<Datagram> sent;
    private final Then then;
    private final int tries;

    private Lockstep(
            Optional<Bytes> accepted, Optional<Datagram> answer, Optional<Datagram> sent, Then then, int tries) {
        this.accepted = accepted;
        this.answer = answer;
        this.sent = sent;
        this.then = then;
        this.tries = tries;
    }

    /** A message of the peer's that was due; nothing answers it yet. */
    public Lockstep accepted(Bytes octets) {
        return new Lockstep(Optional.of(octets), Optional.empty(), sent, Then.NOTHING, 0);
    }

    /** A message of ours, which answers what was accepted last. */
    public Lockstep said(Datagram message, Then after) {
        return new Lockstep(accepted, Optional.of(message), Optional.of(message), after, 1);
    }

    /** Whether these are the octets that were accepted last. */
    public boolean repeats(Bytes octets) {
        return accepted.filter(octets::equals).isPresent();
    }

    /** What answered the message that was accepted last. */
    public Optional<Datagram> answer() {
        return answer;
    }

    /** What we said last, again, if it awaits an answer and {@code backoff} allows it. */
    public Optional<Lockstep> again(Backoff backoff) {
        return awaits() && tries < backoff.tries()
                ? Optional.of(new Lockstep(accepted, answer, sent, then, tries + 1))
                : Optional.empty();
    }

    /** Whether what we said last awaits an answer. */
    public boolean awaits() {
        return then == Then.AN_ANSWER;
    }

    /** What we said last. */
    public Optional<Datagram> sent() {
        return sent;
    }

    /** How often it was sent. */
    public int tries() {
        return tries;
    }
}
