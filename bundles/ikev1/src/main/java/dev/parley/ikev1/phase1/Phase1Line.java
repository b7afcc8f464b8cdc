package dev.parley.ikev1.phase1;

import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ikev1.sa.IvChain;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.exchange.Running;
import dev.parley.isakmp.exchange.Walk;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One course that phase 1 may have taken: what each message that might be the real one has led to. It awaits one message; whoever
 * sends that begins a course of its own, and this one goes on waiting.
 */
final class Phase1Line {
    private static final String TIMER = "phase1/";

    private final int index;
    private final Running<Phase1Line> running;
    private final Set<Bytes> followed = new HashSet<>();
    private final Bytes initiatorCookie;
    private final Bytes responderCookie;
    private Ikev1Path path;
    private Optional<IvChain> iv = Optional.empty();
    private int waits;

    /** The first one. */
    Phase1Line(
            Walk<Phase1Line, Phase1Party> walk,
            Bytes initiatorCookie,
            Bytes responderCookie,
            Ikev1Path path,
            LongSupplier tickets) {
        this(0, walk, initiatorCookie, responderCookie, path, tickets);
    }

    private Phase1Line(
            int index,
            Walk<Phase1Line, Phase1Party> walk,
            Bytes initiatorCookie,
            Bytes responderCookie,
            Ikev1Path path,
            LongSupplier tickets) {
        this.index = index;
        this.initiatorCookie = initiatorCookie;
        this.responderCookie = responderCookie;
        this.path = path;
        this.running = new Running<>(TIMER + index, Defaults.HANDSHAKE, tickets, walk);
    }

    /** Where this one awaits a message, as a course of its own. */
    Phase1Line fork(int ownIndex, Bytes answeredBy, LongSupplier tickets) {
        Phase1Line fork = new Phase1Line(
                ownIndex,
                awaiting().orElseThrow(),
                initiatorCookie,
                responderCookie.isZero() ? answeredBy : responderCookie,
                path,
                tickets);
        fork.iv = iv.map(IvChain::fork);
        return fork;
    }

    static boolean isTimer(String name) {
        return name.startsWith(TIMER);
    }

    /** The message that it awaits; empty while it is at work, and when it is over. */
    Optional<Walk<Phase1Line, Phase1Party>> awaiting() {
        return running.exchange().filter(Walk.class::isInstance).map(Phase1Line::walk);
    }

    @SuppressWarnings("unchecked") // there is no other walk in a line
    private static Walk<Phase1Line, Phase1Party> walk(Object exchange) {
        return (Walk<Phase1Line, Phase1Party>) exchange;
    }

    /** Whether a message with these cookies can be for it: until the responder has spoken any that answers ours. */
    boolean concerns(Bytes cookieI, Bytes cookieR) {
        boolean unanswered = responderCookie.isZero() && !cookieR.isZero();
        return initiatorCookie.equals(cookieI) && (unanswered || responderCookie.equals(cookieR));
    }

    /** Whether {@code octets} began a course of their own; each does so once. */
    boolean follows(Bytes octets) {
        return followed.contains(octets);
    }

    void followed(Bytes octets) {
        followed.add(octets);
    }

    /** It has waited in vain once more; how often in all. */
    int waited() {
        return ++waits;
    }

    int index() {
        return index;
    }

    Running<Phase1Line> running() {
        return running;
    }

    Bytes initiatorCookie() {
        return initiatorCookie;
    }

    Bytes responderCookie() {
        return responderCookie;
    }

    Ikev1Path path() {
        return path;
    }

    void moved(Ikev1Path now) {
        path = now;
    }

    /** The chain of its encrypted messages; it begins where {@code party} says. */
    IvChain chain(Phase1Party party) throws Refusal {
        if (iv.isEmpty()) {
            iv = Optional.of(new IvChain(party.firstIv()));
        }
        return iv.get();
    }

    /** The message that was being judged is accepted. */
    void settle() {
        iv.ifPresent(IvChain::settle);
    }
}
