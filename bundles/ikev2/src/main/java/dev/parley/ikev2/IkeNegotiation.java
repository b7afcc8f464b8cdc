package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.SaInitInitiator;
import dev.parley.ikev2.exchange.SaInitResponder;
import dev.parley.ikev2.extension.InitialContact;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.SaWish;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One IKE SA from its first datagram to its last (RFC 7296). Until the peer has proven itself there may be several SAs in here: one
 * for each answer that might be the real one (section 2.4).
 */
final class IkeNegotiation implements Negotiation {
    private static final String TAKEN_DOWN = "taken down";

    private final Environment environment;
    private final Tickets tickets = new Tickets();
    private final Lines lines = new Lines(tickets);
    private final Handshakes handshakes = new Handshakes(lines);
    private final Alarms alarms = new Alarms(lines);
    private Optional<IpsecWish> wish = Optional.empty();
    private Optional<IpsecWish> dismissed = Optional.empty();
    private final List<IpsecWish> later = new ArrayList<>();
    private final Renewal renewal = new Renewal(this);
    private boolean draining;

    IkeNegotiation(Environment environment) {
        this.environment = environment;
    }

    @Override
    public List<Effect> handle(Input input) {
        List<Effect> out = new ArrayList<>();
        if (lines.finished()) {
            return out;
        }
        if (input instanceof Input.Received received) {
            received(received.datagram(), received.when(), out);
        } else if (input instanceof Input.TimerExpired expired) {
            expired(expired.timer(), expired.when(), out);
        } else if (input instanceof Input.WorkDone done) {
            tickets.take(done.ticket())
                    .ifPresentOrElse(due -> due.tasks().resume(due, done.outcome(), out), done.outcome()::discard);
        } else if (input instanceof Input.Command command) {
            command(command.verb(), command.wish(), command.when(), out);
        } else if (input instanceof Input.Handed handed) {
            handed(handed.what(), handed.when(), out);
        }
        settle(out);
        renewal.judge(out);
        undo(out);
        return out;
    }

    private void received(Datagram datagram, Moment when, List<Effect> out) {
        IsakmpHeader header;
        try {
            header = IsakmpHeader.read(new WireReader(datagram.octets()));
        } catch (WireException malformed) {
            return;
        }
        if (lines.isEmpty()) {
            Bytes spiR = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
            IkePath path = IkePath.between(datagram.local(), datagram.remote());
            IkeSa sa = IkeSa.responder(environment, header.initiatorCookie(), spiR, path, when.monotonic());
            lines.admit(sa).tasks().expect(new SaInitResponder.AwaitSaInitRequest());
        }
        for (Line line : lines.alive()) {
            if (concerns(header, line.sa()) && line.pipeline().receive(header, datagram, when, out)) {
                return;
            }
        }
    }

    /** IKE_SA_INIT is between the initiator's SPI and nobody yet; everything later names both. */
    private static boolean concerns(IsakmpHeader header, IkeSa sa) {
        boolean second = header.exchangeType() == ExchangeType.IKE_SA_INIT
                ? sa.index() == 0
                : header.responderCookie().equals(sa.spiR());
        return header.initiatorCookie().equals(sa.spiI()) && second;
    }

    private void expired(String timer, Moment when, List<Effect> out) {
        if (timer.equals(Timers.REAUTHENTICATE)) {
            if (!draining) {
                renewal.due(out);
            }
            return;
        }
        alarms.expired(timer, when, out);
    }

    private void command(Verb verb, Wish wanted, Moment when, List<Effect> out) {
        if (verb.equals(Verb.DELETE)
                && wanted instanceof IpsecWish all
                && all.child().isEmpty()) {
            renewal.unwanted(out);
        }
        if (verb.equals(Verb.DRAIN)) {
            draining = true;
        } else if (wanted instanceof SaWish of) {
            alarms.reported(verb, of.sa(), out);
        } else if (!(wanted instanceof IpsecWish asked)) {
            out.add(Commands.refused(wanted, "a wish that is not for IPsec"));
        } else if (verb.equals(Verb.ESTABLISH) && lines.isEmpty()) {
            out.add(new Effect.Listen(Established.connection(asked.connection())));
            begin(asked, IkePath.between(asked.local(), asked.remote()), when, out);
        } else if (lines.all(line -> line.sa().life() == Life.CONNECTING)) {
            unestablished(verb, asked, out);
        } else if (!lines.anyIs(Life.ESTABLISHED)) {
            ending(verb, asked, out);
        } else if (verb.equals(Verb.REAUTHENTICATE)) {
            renewal.begin(Optional.of(asked), out);
        } else {
            Commands.carryOut(verb, asked, lines.current(), out);
        }
    }

    private void begin(IpsecWish asked, IkePath path, Moment when, List<Effect> out) {
        wish = Optional.of(asked);
        Bytes spiI = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
        IkeSa sa = IkeSa.initiator(environment, spiI, path, asked.policy(), when.monotonic());
        out.add(new Effect.Listen(SaInitResponder.spi(spiI)));
        lines.admit(sa).tasks().open(new SaInitInitiator.Begin(asked), out);
    }

    /** A second ESTABLISH waits for what the first one brings, another child for the IKE SA; DELETE ends the attempt. */
    private void unestablished(Verb verb, IpsecWish asked, List<Effect> out) {
        if (verb.equals(Verb.DELETE)) {
            wish.ifPresent(mine -> out.add(Commands.refused(mine, "taken down before it was up")));
            out.add(new Effect.Settled(asked, Optional.empty()));
            dismiss(out);
        } else if (!verb.equals(Verb.ESTABLISH)) {
            out.add(Commands.refused(asked, "connection " + asked.connection() + " is not up yet"));
        } else if (!wish.map(asked::equals).orElse(true)) {
            later.add(asked);
        }
    }

    /** A peer that has our IKE_AUTH may believe in an IKE SA: its answer is awaited, only to delete what comes of it. */
    private void dismiss(List<Effect> out) {
        dismissed = dismissed.or(() -> wish);
        wish = Optional.empty();
        later.clear();
        dismissed.ifPresent(mine -> out.add(new Effect.Forget(Established.connection(mine.connection()))));
        if (!lines.any(line -> line.sa().window().nextId() > 1)) {
            lines.finish(TAKEN_DOWN, out);
        }
    }

    /** What was dismissed is there after all, and goes. The connection may have another negotiation by now, which keeps its name. */
    private void undo(List<Effect> out) {
        if (dismissed.isPresent() && established().isPresent()) {
            out.removeIf(
                    new Effect.Listen(Established.connection(dismissed.get().connection()))::equals);
            dismissed = Optional.empty();
            dispose(TAKEN_DOWN, Optional.empty(), out);
        }
    }

    /** The last IKE SA is on its way out: who wants it gone waits for that, nothing else can be had of it. */
    private void ending(Verb verb, IpsecWish asked, List<Effect> out) {
        Optional<Line> last = lines.alive().stream()
                .filter(line -> line.sa().ended().isEmpty())
                .findFirst();
        if (!verb.equals(Verb.DELETE)) {
            out.add(Commands.refused(
                    asked, "connection " + asked.connection() + " is being taken down: try again when it is gone"));
        } else if (last.isPresent()) {
            last.get().tasks().open(new InformationalInitiator.DeleteIke(TAKEN_DOWN, Optional.of(asked)), out);
        } else {
            out.add(new Effect.Settled(asked, Optional.empty()));
        }
    }

    /** What other negotiations of this protocol have to say. */
    private void handed(Object what, Moment when, List<Effect> out) {
        if (what instanceof InitialContact.Heard heard) {
            denied(heard, out);
        } else if (what instanceof Patience.Hint) {
            lines.alive().forEach(line -> line.tasks().patience().hinted(when, out));
        } else if (what instanceof Reauthentication.Begin asked && lines.isEmpty()) {
            List<IpsecWish> missing = renewal.arrive(asked, out);
            later.addAll(missing.subList(1, missing.size()));
            begin(missing.get(0), asked.path(), when, out);
        } else if (what instanceof Reauthentication.Ended ended) {
            renewal.ended(ended, out);
        } else if (what instanceof Reauthentication.Unwanted unwanted) {
            dispose(unwanted.why(), Optional.empty(), out);
        }
    }

    /** The IKE SA that stands, if one does and is not on its way out. */
    Optional<IkeSa> established() {
        return lines.anyIs(Life.ESTABLISHED) ? Optional.of(lines.current().sa()) : Optional.empty();
    }

    /** Lets go of whatever is here, which is what {@code asked} wants. */
    void dispose(String why, Optional<Wish> asked, List<Effect> out) {
        if (established().isPresent()) {
            lines.current().tasks().open(new InformationalInitiator.DeleteIke(why, asked), out);
        } else {
            asked.ifPresent(wish -> out.add(new Effect.Settled(wish, Optional.empty())));
            if (lines.all(line -> line.sa().life() == Life.CONNECTING)) {
                lines.finish(why, out);
            }
        }
    }

    /** The authenticated peer has none of the IKE SAs that are older than {@code heard}: nobody is there to be told of their end. */
    private void denied(InitialContact.Heard heard, List<Effect> out) {
        for (Line line : lines.alive()) {
            if (heard.denies(line.sa())) {
                String why = "INITIAL_CONTACT of "
                        + line.sa().peer().map(Identity::toString).orElse("the peer")
                        + " in a newer IKE SA: it does not have this one any more (RFC 7296 section 2.4)";
                out.add(new Effect.Emit(new NegotiationEvent(Kind.NOTE, "initial-contact", why)));
                line.tasks().refusals().end(why, false, out);
            }
        }
    }

    /** What follows from this input for the SAs together. */
    private void settle(List<Effect> out) {
        for (Line line : lines.alive()) {
            line.sa().answers().takeFresh().forEach(branch -> handshakes.follow(line, branch, wished(), out));
            line.sa().succession().takeSuccessors().forEach(next -> lines.succeed(next, out));
            line.sa()
                    .succession()
                    .takeAnew()
                    .filter(anew -> !draining)
                    .ifPresent(anew -> renewal.begin(anew.asked(), out));
        }
        if (!lines.all(line -> line.sa().life() == Life.CONNECTING)) {
            lines.dropIf(line -> line.sa().life() == Life.CONNECTING, out);
        }
        if (!later.isEmpty() && lines.anyIs(Life.ESTABLISHED)) {
            later.forEach(asked -> Commands.carryOut(Verb.ESTABLISH, asked, lines.current(), out));
            later.clear();
        }
        lines.alive().forEach(line -> line.tasks().pump(out));
        handshakes.judge(wished(), out);
        for (Line line : lines.alive()) {
            if (line.sa().ended().isPresent() && !line.tasks().refusals().lingers()) {
                lines.bury(line, out);
            }
        }
        if (lines.all(line -> line.sa().ended().isPresent())) {
            unreachable(out);
        }
        if (draining && lines.all(line -> line.tasks().idle())) {
            lines.finish("drained", out);
        }
    }

    private Optional<Wish> wished() {
        return wish.map(Wish.class::cast);
    }

    /** What only lingers is not the connection's IKE SA any more: the next command begins another. */
    private void unreachable(List<Effect> out) {
        lines.alive().stream()
                .flatMap(line -> line.sa().policy().stream())
                .findFirst()
                .ifPresent(policy -> {
                    out.add(new Effect.Forget(Established.connection(policy.name())));
                    out.add(new Effect.Leave(InitialContact.between(policy)));
                });
    }

    @Override
    public Map<String, String> facts() {
        return lines.isEmpty() ? Map.of() : Facts.of(lines.current().sa());
    }
}
