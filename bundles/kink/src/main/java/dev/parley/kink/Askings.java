package dev.parley.kink;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.exchange.Acknowledged;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Awaiting;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPath;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Opening;
import dev.parley.kink.spi.KerberosMechanism;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The transactions that we began with one peer (RFC 4430 sections 6 and 9). */
final class Askings {
    private final KinkPeer peer;
    private final Tickets tickets;
    private final Rebirth rebirth;
    private final Map<Long, Asking> byXid = new LinkedHashMap<>();
    private final Hints hints = new Hints();
    private final List<Ticket> held = new ArrayList<>();

    /** What becomes of all that a peer has lost. */
    @FunctionalInterface
    interface Rebirth {
        void of(long epoch, List<Effect> out);
    }

    Askings(KinkPeer peer, Tickets tickets, Rebirth rebirth) {
        this.peer = peer;
        this.tickets = tickets;
        this.rebirth = rebirth;
    }

    /** Whether one runs whose opening is such; one that only lingers does not. */
    boolean any(Predicate<Opening> such) {
        return byXid.values().stream()
                .filter(asking -> !(asking.exchange() instanceof Acknowledged))
                .anyMatch(asking -> such.test(asking.opening()));
    }

    /** Whether all have ended, lingering ones too. */
    boolean isEmpty() {
        return byXid.isEmpty();
    }

    void open(Opening opening, List<Effect> out) {
        open(opening, 1, out);
    }

    private void open(Opening opening, int attempt, List<Effect> out) {
        Optional<KinkPath> path = peer.path(opening.policy());
        if (path.isEmpty()) {
            out.addAll(opening.unopened(
                    peer,
                    new Refusal(
                            Blame.LOCAL_FAILURE,
                            "where " + peer.other()
                                    + " is nobody knows: its address is \"any\", and it has not spoken")));
            return;
        }
        long xid = freeXid();
        Asking asking = new Asking(peer, path.get(), xid, opening, attempt);
        byXid.put(xid, asking);
        out.add(new Effect.Listen(asking.key()));
        Optional<Ticket> known = peer.ticket();
        try {
            if (known.isPresent()) {
                apply(asking, opened(asking, known.get()), out);
            } else {
                apply(asking, Step.to(ticket(asking)), out);
            }
        } catch (Refusal refusal) {
            unopened(asking, refusal, out);
        }
    }

    private Working<Asking, Heard> ticket(Asking asking) throws Refusal {
        KerberosMechanism mechanism = peer.environment().catalog().all(KerberosMechanism.class).stream()
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(Blame.LOCAL_FAILURE, "no installed bundle contributes a kerberos-mechanism"));
        Principal self = peer.self();
        Principal other = peer.other();
        Map<String, String> settings = asking.opening().policy().settings();
        Work<Ticket> work = Work.waiting(mechanism.key(), random -> mechanism.ticketFor(self, other, settings));
        Working<Asking, Heard> working = Working.start(work, ticket -> {
            peer.ticket(ticket);
            held.add(ticket);
            return opened(asking, ticket);
        });
        return working.orElse(why -> opened(asking, peer.oldTicket().orElseThrow(() -> why)));
    }

    private Step<Asking, Heard> opened(Asking asking, Ticket ticket) throws Refusal {
        asking.ticket(ticket);
        return asking.opening().open(asking);
    }

    /** Session keys that nobody will use again. */
    private void wipe() {
        held.removeIf(ticket -> {
            boolean used = peer.holds(ticket) || byXid.values().stream().anyMatch(asking -> asking.holds(ticket));
            if (!used) {
                ticket.key().close();
            }
            return !used;
        });
    }

    /** Nothing more is asked for, ever. */
    void end() {
        held.forEach(ticket -> ticket.key().close());
        held.clear();
    }

    /** It came to nothing before a word was said. */
    private void unopened(Asking asking, Refusal refusal, List<Effect> out) {
        over(asking, out);
        out.add(new Effect.Emit(
                new NegotiationEvent(Kind.REFUSED, "not-begun", refusal.getMessage(), refusal.detail())));
        out.addAll(asking.opening().unopened(peer, refusal));
    }

    private long freeXid() {
        while (true) {
            long xid = peer.environment().random().bytes(Integer.BYTES).number(0, Integer.BYTES);
            if (!byXid.containsKey(xid)) {
                return xid;
            }
        }
    }

    // What comes back.

    void received(Datagram datagram, List<Effect> out) {
        try {
            Message<KinkHeader> message = KinkMessage.read(datagram.octets(), peer.registry());
            Optional<Asking> asking = Optional.ofNullable(
                            byXid.get(message.header().xid()))
                    .filter(each -> each.path().remote().equals(datagram.remote()));
            if (asking.isPresent()) {
                received(asking.get(), message, datagram, out);
            }
        } catch (WireException malformed) {
            ignored("malformed", malformed.getMessage(), out);
        }
    }

    private void received(Asking asking, Message<KinkHeader> message, Datagram datagram, List<Effect> out) {
        Asking.Answered answered;
        try {
            answered = asking.open(message);
        } catch (WireException notAuthentic) {
            hint(asking, message, notAuthentic.getMessage(), out);
            return;
        }
        boolean stale = answered.epoch()
                .filter(epoch -> peer.judgeReply(epoch, answered.began()) == KinkPeer.Epoch.STALE)
                .isPresent();
        if (stale) {
            ignored("stale-epoch", "a REPLY from a former life of the peer", out);
            return;
        }
        Heard heard = answered.heard();
        out.add(new Effect.Emit(new NegotiationEvent(Kind.RECEIVED, "received", heard.inWords(peer.registry()))));
        peer.heard(KinkPath.of(datagram));
        answered.epoch().ifPresent(epoch -> rebirth.of(epoch, out));
        out.addAll(peer.proven());
        if (asking.exchange() instanceof Awaiting) {
            out.add(new Effect.StopTimer(asking.timer()));
        }
        if (asking.exchange() instanceof Working) {
            ignored("busy", "a REPLY again, while the first is being acted upon", out);
        } else {
            answered(asking, answered, out);
        }
    }

    private void answered(Asking asking, Asking.Answered answered, List<Effect> out) {
        Heard heard = answered.heard();
        if (asking.exchange() instanceof Awaiting awaiting) {
            if (heard.kerberosError().isPresent()) {
                kerberosError(
                        asking,
                        awaiting,
                        heard.kerberosError().get(),
                        answered.authenticator().orElseThrow(),
                        out);
                return;
            }
            if (heard.error().isPresent()) {
                refused(
                        asking,
                        awaiting,
                        new Refusal(
                                Blame.NO_AGREEMENT,
                                "the peer answers "
                                        + ErrorPayload.name(heard.error().get().code())),
                        out);
                return;
            }
        }
        try {
            apply(asking, asking.exchange().receive(asking, heard), out);
        } catch (Refusal refusal) {
            refused(asking, asking.exchange(), refusal, out);
        }
    }

    /** Sections 3.5 and 9: a clock that is off, and a ticket that has expired, are mended and tried again; all else is a no. */
    private void kerberosError(
            Asking asking, Awaiting awaiting, KrbErrorPayload payload, Stamp authenticator, List<Effect> out) {
        KerberosError error;
        try {
            error = KerberosError.read(payload.der());
        } catch (WireException malformed) {
            ignored("malformed", malformed.getMessage(), out);
            return;
        }
        boolean skewed = error.code() == KerberosError.SKEW
                && error.clientStamp().filter(authenticator::equals).isPresent();
        boolean expired = error.code() == KerberosError.TKT_EXPIRED || error.code() == KerberosError.TKT_NYV;
        if (!skewed && !expired || asking.attempt() >= Defaults.MAX_ATTEMPTS) {
            refused(
                    asking,
                    awaiting,
                    new Refusal(
                            Blame.AUTHENTICATION_FAILED,
                            "the peer answers " + KerberosError.name(error.code())
                                    + (error.text().isEmpty() ? "" : ": " + error.text())),
                    out);
            return;
        }
        if (skewed) {
            long difference = error.serverStamp().millis() - authenticator.millis();
            peer.adjust(difference);
            note("skew", "the peer's clock is " + difference / 1_000 + " s ahead of what we said: believed", out);
        } else {
            peer.dropTicket();
            note("ticket-expired", "the peer takes the ticket no more: another is asked for", out);
        }
        out.addAll(awaiting.abandon(asking));
        over(asking, out);
        open(asking.opening(), asking.attempt() + 1, out);
    }

    /** Unauthenticated errors never end a transaction; when all is over they may explain it. */
    private void hint(Asking asking, Message<KinkHeader> message, String why, List<Effect> out) {
        Optional<String> said = hints.note(asking.xid(), message);
        ignored(
                "unauthentic",
                "a REPLY that is not authentic (" + why + ")"
                        + said.map(words -> ": it says " + words).orElse(""),
                out);
    }

    // Time.

    /** The timer of a transaction; whether it is one of ours. */
    boolean expired(String timer, List<Effect> out) {
        Optional<Asking> lingering = byXid.values().stream()
                .filter(asking -> Acknowledged.timer(asking).equals(timer))
                .findFirst();
        if (lingering.isPresent()) {
            over(lingering.get(), out);
            return true;
        }
        Optional<Asking> asking = byXid.values().stream()
                .filter(each -> each.timer().equals(timer))
                .findFirst();
        asking.filter(each -> each.exchange() instanceof Awaiting)
                .ifPresent(each -> each.again().ifPresentOrElse(out::addAll, () -> giveUp(each, silence(each), out)));
        return asking.isPresent();
    }

    private Refusal silence(Asking asking) {
        String hint = hints.of(asking.xid())
                .map(words -> "; somebody, perhaps the peer, said without proof: " + words)
                .orElse("; it may refuse what we offer without a word, or not listen there");
        return new Refusal(
                Blame.PEER_MISBEHAVED,
                peer.other() + " at " + asking.path().remote() + " gave no answer to " + asking.sent() + " sendings in "
                        + Defaults.SENDINGS.total() / 1_000 + " s" + hint);
    }

    /** Ends what awaits its answer and is such, as if nobody had answered. */
    void giveUp(Predicate<Opening> such, Refusal why, List<Effect> out) {
        List<Asking> doomed = byXid.values().stream()
                .filter(asking -> asking.exchange() instanceof Awaiting && such.test(asking.opening()))
                .toList();
        doomed.forEach(asking -> giveUp(asking, why, out));
    }

    private void giveUp(Asking asking, Refusal why, List<Effect> out) {
        Awaiting awaiting = (Awaiting) asking.exchange();
        if (hints.doubtTicket(asking.xid())) {
            peer.doubtTicket();
        }
        over(asking, out);
        out.add(new Effect.Emit(new NegotiationEvent(Kind.REFUSED, "given-up", why.getMessage(), why.detail())));
        out.addAll(awaiting.givenUp(asking, why));
    }

    // Steps.

    private void resume(Asking asking, Working<Asking, Heard> working, Outcome outcome, List<Effect> out) {
        if (byXid.get(asking.xid()) != asking) {
            return;
        }
        try {
            apply(asking, working.resume(outcome), out);
        } catch (Refusal refusal) {
            unopened(asking, refusal, out);
        }
    }

    private void apply(Asking asking, Step<Asking, Heard> step, List<Effect> out) {
        out.addAll(step.effects());
        if (step.next().isEmpty()) {
            over(asking, out);
            return;
        }
        asking.becomes(step.next().get());
        if (step.next().get() instanceof Working<Asking, Heard> working) {
            out.add(working.ask(tickets.issue((outcome, then) -> resume(asking, working, outcome, then))));
        }
    }

    private void refused(Asking asking, Object state, Refusal refusal, List<Effect> out) {
        over(asking, out);
        out.add(new Effect.Emit(new NegotiationEvent(Kind.REFUSED, "refused", refusal.getMessage(), refusal.detail())));
        if (state instanceof Awaiting awaiting) {
            out.addAll(awaiting.refused(asking, refusal));
        }
    }

    private void over(Asking asking, List<Effect> out) {
        byXid.remove(asking.xid());
        hints.forget(asking.xid());
        wipe();
        out.add(new Effect.StopTimer(asking.timer()));
        out.add(new Effect.StopTimer(Acknowledged.timer(asking)));
        out.add(new Effect.Forget(asking.key()));
    }

    private static void ignored(String name, String why, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, name, why)));
    }

    private static void note(String name, String why, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.NOTE, name, why)));
    }
}
