package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.IvChain;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.exchange.Running;
import dev.parley.isakmp.exchange.Walk;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One Quick Mode under its message ID, from its first message until nobody can repeat one of it any more. */
final class Phase2Line {
    private static final String TIMER = "quick/";
    private static final String LINGER = "linger/";

    /** What was refused, and what told the peer so. */
    private record Refused(Bytes octets, Datagram answer) {}

    private final Ikev1Sa sa;
    private final long messageId;
    private final IvChain chain;
    private final Walk<Phase2Line, QuickParty> first;
    private final Running<Phase2Line> running;
    private final Map<Long, List<Effect.Placed>> placed = new LinkedHashMap<>();
    private Optional<Refused> refused = Optional.empty();

    Phase2Line(Ikev1Sa sa, long messageId, Walk<Phase2Line, QuickParty> first, LongSupplier tickets) throws Refusal {
        this.sa = sa;
        this.messageId = messageId;
        this.chain = sa.chain(messageId);
        this.first = first;
        this.running = new Running<>(TIMER + messageId, Defaults.HANDSHAKE, tickets, first);
    }

    Ikev1Sa sa() {
        return sa;
    }

    long messageId() {
        return messageId;
    }

    IvChain chain() {
        return chain;
    }

    Running<Phase2Line> running() {
        return running;
    }

    /** Who we are in it. */
    Role role() {
        return first.role();
    }

    /** What was known when it began. */
    QuickParty opener() {
        return first.party();
    }

    /** The message that it awaits; empty while it is at work, and when it is over. */
    Optional<Walk<Phase2Line, QuickParty>> awaiting() {
        return running.exchange().filter(Walk.class::isInstance).map(Phase2Line::walk);
    }

    @SuppressWarnings("unchecked") // there is no other walk in a line
    private static Walk<Phase2Line, QuickParty> walk(Object exchange) {
        return (Walk<Phase2Line, QuickParty>) exchange;
    }

    /** What proves the message that it awaits. */
    Protected.Proof due() {
        Walk<Phase2Line, QuickParty> walk = awaiting().orElseThrow();
        return walk.party().proof(walk.next(), messageId);
    }

    String lingering() {
        return LINGER + messageId;
    }

    /** The sinks are asked to install; they may be at it when this comes to nothing. */
    void places(Effect.Change change) {
        placed.put(change.ticket(), change.install());
    }

    /** They have not. */
    void notPlaced(long ticket) {
        placed.remove(ticket);
    }

    /** The pair is handed over. */
    void whole() {
        placed.clear();
    }

    /** What of a pair is installed, or will be. */
    List<SecurityAssociation> placed() {
        return placed.values().stream()
                .flatMap(List::stream)
                .map(Effect.Placed::sa)
                .toList();
    }

    /** The peer was told by {@code answer} that nothing comes of {@code octets}. */
    void refuse(Bytes octets, Datagram answer) {
        refused = Optional.of(new Refused(octets, answer));
    }

    /** What to answer if {@code octets} were refused before. */
    Optional<Datagram> refusal(Bytes octets) {
        return refused.filter(before -> before.octets().equals(octets)).map(Refused::answer);
    }

    /** The message ID that a timer of this kind names. */
    static Optional<Long> timed(String timer) {
        return after(TIMER, timer);
    }

    static Optional<Long> lingered(String timer) {
        return after(LINGER, timer);
    }

    private static Optional<Long> after(String prefix, String timer) {
        return timer.startsWith(prefix)
                ? Optional.of(Long.parseLong(timer.substring(prefix.length())))
                : Optional.empty();
    }
}
