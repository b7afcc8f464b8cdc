package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.HeaderCheck.Fault;
import dev.parley.isakmp.exchange.HeaderCheck.Phase;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A negotiation of {@link SoleExchangeProtocol}. When its exchange is over it answers what is repeated for as long as a peer may
 * repeat.
 */
final class SoleExchange<P extends Party<P>> implements Negotiation {
    /** Half a minute in all: whoever is there has answered by then, at intervals that grow (RFC 2408 section 5.1). */
    private static final Backoff BACKOFF = new Backoff(500, 2, 6);

    private static final String AGAIN = "again";
    private static final String LINGER = "linger";

    private final FrontDoor door;
    private final ExchangeDefinition table;
    private final Environment environment;
    private final SoleExchangeProtocol.Cast<P> cast;
    private final PayloadRegistry registry;
    private final List<Wish> wishes = new ArrayList<>();
    private Optional<Line> line = Optional.empty();
    private Optional<String> hint = Optional.empty();
    private long tickets;

    SoleExchange(FrontDoor door, ExchangeDefinition table, Environment environment, SoleExchangeProtocol.Cast<P> cast) {
        this.door = door;
        this.table = table;
        this.environment = environment;
        this.cast = cast;
        this.registry = PayloadRegistry.of(environment.catalog());
    }

    /** The path, the cookies and the exchange itself. */
    private final class Line {
        private final Role role;
        private final Datagram path;
        private final Bytes initiatorCookie;
        private final Running<Line> running;
        private Bytes responderCookie;

        Line(Role role, Datagram path, Bytes initiatorCookie, Bytes responderCookie, P party) {
            this.role = role;
            this.path = path;
            this.initiatorCookie = initiatorCookie;
            this.responderCookie = responderCookie;
            this.running =
                    new Running<>(AGAIN, BACKOFF, () -> ++tickets, Walk.at(new InTheClear(), table, role, party));
        }
    }

    private final class InTheClear implements Stage<Line, P> {
        @Override
        public List<Effect> say(Line sa, P party, MessageRule rule, List<Payload> payloads, Lockstep.Then then) {
            List<Effect> effects = new ArrayList<>();
            effects.add(event(Kind.SENT, "message " + rule.number() + " of " + table + ": " + notation(payloads)));
            Bytes message = IsakmpMessage.compose(
                    sa.initiatorCookie, sa.responderCookie, table.number(), 0, 0, payloads, registry);
            effects.addAll(sa.running.say(sa.path.reply(message), then));
            return effects;
        }

        @Override
        public Step<Line, IsakmpMessage> over(Line sa, P party) {
            List<Effect> effects = new ArrayList<>(cast.established(party));
            effects.add(event(Kind.ESTABLISHED, table + " is over, " + sa.role + " at " + sa.path.local()));
            wishes.forEach(wish -> effects.add(new Effect.Settled(wish, Optional.empty())));
            wishes.clear();
            effects.add(new Effect.StartTimer(LINGER, BACKOFF.total()));
            return Step.done(effects);
        }
    }

    @Override
    public List<Effect> handle(Input input) {
        List<Effect> out = new ArrayList<>();
        try {
            if (input instanceof Input.Command command) {
                command(command.verb(), command.wish(), out);
            } else if (input instanceof Input.Received received) {
                received(received.datagram(), received.when(), out);
            } else if (input instanceof Input.WorkDone done) {
                resume(done.ticket(), done.outcome(), out);
            } else if (input instanceof Input.TimerExpired expired) {
                expired(expired.timer(), out);
            }
        } catch (Refusal refusal) {
            refused(refusal, out);
        }
        return out;
    }

    private void command(Verb verb, Wish wish, List<Effect> out) throws Refusal {
        if (!verb.equals(Verb.ESTABLISH)) {
            finish(new Refusal(Blame.LOCAL_FAILURE, "told to " + verb.name()), out);
        } else if (line.isEmpty()) {
            wishes.add(wish);
            P party = cast.initiator(wish, environment);
            Bytes cookie = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
            Datagram path = new Datagram(wish.local(), wish.remote(), Bytes.EMPTY);
            Line begun = new Line(Role.INITIATOR, path, cookie, Bytes.zeros(IsakmpHeader.COOKIE_OCTETS), party);
            line = Optional.of(begun);
            out.add(new Effect.Listen(door.initiator(cookie)));
            begun.running.apply(
                    Walk.at(new InTheClear(), table, Role.INITIATOR, party).begin(begun), out);
        } else if (line.get().running.over()) {
            out.add(new Effect.Settled(wish, Optional.empty()));
        } else {
            wishes.add(wish);
        }
    }

    private void received(Datagram datagram, Moment when, List<Effect> out) throws Refusal {
        IsakmpMessage message;
        try {
            IsakmpHeader header = IsakmpHeader.read(new WireReader(datagram.octets()));
            boolean informs = header.exchangeType() == IsakmpExchanges.INFORMATIONAL.number();
            Optional<Fault> fault = HeaderCheck.fault(
                    header,
                    datagram.octets().length(),
                    informs ? Phase.TWO : Phase.ONE,
                    type -> informs || type == table.number(),
                    type -> true);
            if (fault.isPresent()) {
                out.add(event(Kind.IGNORED, fault.get().why()));
                return;
            }
            message = IsakmpMessage.clear(datagram, when, registry);
            if (informs) {
                informed(message, out);
                return;
            }
        } catch (WireException malformed) {
            out.add(event(Kind.IGNORED, malformed.getMessage()));
            return;
        }
        if (line.isEmpty()) {
            respond(message, out);
        }
        Line there = line.orElseThrow();
        if (!there.running.repeated(datagram.octets(), out)) {
            heard(there, message, out);
        }
    }

    private void respond(IsakmpMessage first, List<Effect> out) throws Refusal {
        Bytes cookie = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
        Bytes theirs = first.header().initiatorCookie();
        P party = cast.responder(first.datagram(), environment)
                .orElseThrow(() -> new Refusal(
                        Blame.NO_AGREEMENT,
                        "nobody is expected at " + first.datagram().remote()));
        Line met = new Line(Role.RESPONDER, first.datagram(), theirs, cookie, party);
        line = Optional.of(met);
        out.add(new Effect.Listen(door.cookies(theirs, cookie)));
    }

    private void heard(Line there, IsakmpMessage message, List<Effect> out) throws Refusal {
        out.add(event(Kind.RECEIVED, table + ": " + notation(message.payloads())));
        Bytes before = there.responderCookie;
        if (there.role == Role.INITIATOR && before.isZero()) {
            there.responderCookie = message.header().responderCookie();
        }
        try {
            there.running.receive(there, message, out);
        } catch (Refusal refusal) {
            there.responderCookie = before;
            throw refusal;
        }
        if (before.isZero()) {
            out.add(new Effect.Listen(door.cookies(there.initiatorCookie, there.responderCookie)));
        }
    }

    /** A hint that anybody could have sent: worth telling a person if nothing else comes. */
    private void informed(IsakmpMessage message, List<Effect> out) {
        Informational.Heard heard = Informational.hear(message, registry, (protocol, spi) -> false);
        heard.discarded().forEach(each -> out.add(new Effect.Emit(each)));
        for (NotificationPayload said : heard.notifications()) {
            hint = Optional.of(registry.describe(said));
            out.add(event(Kind.IGNORED, "the peer, or somebody in its name, says " + registry.describe(said)));
        }
    }

    private void resume(long ticket, Outcome outcome, List<Effect> out) throws Refusal {
        if (line.isPresent() && line.get().running.awaits(ticket)) {
            line.get().running.resume(outcome, out);
        }
    }

    private void expired(String timer, List<Effect> out) {
        if (timer.equals(LINGER)) {
            out.add(new Effect.Finish("over"));
        } else if (line.isPresent() && !line.get().running.again(out)) {
            String last = hint.map(said -> "; somebody said " + said).orElse("");
            finish(new Refusal(Blame.PEER_MISBEHAVED, "the peer does not answer" + last), out);
        }
    }

    /** What was refused has changed nothing: the real message may still come. Only who has nothing yet to wait for ends. */
    private void refused(Refusal refusal, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.REFUSED, "refused", refusal.getMessage(), refusal.detail())));
        line.filter(there -> there.role == Role.RESPONDER && refusal.blame() != Blame.LOCAL_FAILURE)
                .flatMap(there -> refusal.code().map(code -> there.path.reply(clear(there, code.number()))))
                .ifPresent(answer -> out.add(new Effect.Send(answer)));
        boolean waits = line.filter(there -> !there.running.over() && there.running.awaitsAnswer())
                .isPresent();
        if (!waits) {
            finish(refusal, out);
        }
    }

    private Bytes clear(Line there, int notifyType) {
        return Informational.clear(there.initiatorCookie, there.responderCookie, Informational.GENERIC_DOI, notifyType);
    }

    private void finish(Refusal why, List<Effect> out) {
        line.ifPresent(there -> out.addAll(there.running.abandon(there)));
        wishes.forEach(wish -> out.add(new Effect.Settled(wish, Optional.of(why))));
        wishes.clear();
        out.add(new Effect.Finish(why.getMessage()));
    }

    private String notation(List<Payload> payloads) {
        return "HDR" + payloads.stream().map(registry::describe).reduce("", (all, one) -> all + ", " + one);
    }

    private static Effect event(Kind kind, String text) {
        return new Effect.Emit(new NegotiationEvent(kind, kind.name().toLowerCase(Locale.ROOT), text));
    }
}
