package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import java.util.List;
import java.util.Optional;

/** How long we wait for the peer: retransmission of our request (RFC 7296 section 2.1), and signs of life (section 2.4). */
final class Patience {
    /** What somebody who has proven nothing says of this peer. */
    record Hint(String text) {}

    private final IkeSa sa;
    private final Tasks tasks;
    private final Refusals refusals;
    private long lastHint = Long.MIN_VALUE / 2;

    Patience(IkeSa sa, Tasks tasks, Refusals refusals) {
        this.sa = sa;
        this.tasks = tasks;
        this.refusals = refusals;
    }

    /** The request under {@code id} has waited long enough: again, or no more (sections 2.1 and 2.4). */
    void retransmit(long id, List<Effect> out) {
        Optional<ExchangeWindow.Outstanding> waiting = sa.window().outstanding(id);
        if (waiting.isEmpty()) {
            return;
        }
        int sent = waiting.get().sent();
        boolean believed = refusals.hinted() && sent >= Defaults.PATIENT_SENDINGS;
        if (sent >= sa.backoff().tries() || believed) {
            refusals.giveUp(waiting.get(), out);
            return;
        }
        sa.window().repeated(id);
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.RETRANSMITTED, "request-repeated", "request " + id + " again, " + (sent + 1) + ". time")));
        waiting.get()
                .datagrams()
                .forEach(datagram -> out.add(new Effect.Send(sa.path().carry(datagram.octets()))));
        out.add(new Effect.StartTimer(
                sa.timer(Timers.RETRANSMIT + id), sa.backoff().after(sent + 1)));
    }

    /** The peer has been quiet, or so it seemed when the timer was set. */
    void liveness(Moment when, List<Effect> out) {
        long quiet = when.monotonic() - sa.lastHeard();
        long allowed = 1000 * Established.livenessSeconds(sa);
        if (quiet < allowed) {
            out.add(new Effect.StartTimer(sa.timer(Timers.LIVENESS), allowed - quiet));
            return;
        }
        if (tasks.asking().isEmpty()) {
            tasks.open(new InformationalInitiator.Liveness(Optional.empty()), out);
        }
        out.addAll(Established.liveness(sa));
    }

    /** Section 2.21.4: an unprotected message that mentions us may mean that the peer has forgotten us; it proves nothing. */
    void hinted(Moment when, List<Effect> out) {
        if (sa.life() == Life.ESTABLISHED
                && tasks.asking().isEmpty()
                && when.monotonic() - lastHint > Defaults.HINT_GAP_MILLIS) {
            lastHint = when.monotonic();
            tasks.open(new InformationalInitiator.Liveness(Optional.empty()), out);
        }
    }
}
