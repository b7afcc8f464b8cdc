package dev.parley.ikev2;

import dev.parley.ikev2.exchange.CreateChildInitiator.CreateChild;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.RekeyIkeInitiator.RekeyIke;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** What is due when a timer of an IKE SA or of a child expires, or when a sink has counted what timers do not (RFC 7296 section 2.8). */
final class Alarms {
    private static final String LEFT_BEHIND = "the peer replaced it and did not delete it";
    private static final String TOO_OLD = "its lifetime is over";

    private final Lines lines;

    Alarms(Lines lines) {
        this.lines = lines;
    }

    /** A timer of a child is under the child's name, one of an IKE SA under the SA's. */
    void expired(String timer, Moment when, List<Effect> out) {
        if (timer.startsWith(Timers.CHILD)) {
            Bytes spi = Bytes.hex(timer.substring(timer.lastIndexOf('/') + 1));
            Verb due = timer.startsWith(Timers.CHILD_REKEY) ? Verb.REKEY : Verb.DELETE;
            for (Line line : lines.alive()) {
                line.sa().children().from(spi).ifPresent(child -> due(line, child, due, out));
            }
            return;
        }
        int slash = timer.indexOf('/');
        int index = Integer.parseInt(timer.substring(0, slash));
        String name = timer.substring(slash + 1);
        for (Line line : lines.alive()) {
            if (line.sa().index() == index) {
                expired(line, name, when, out);
            }
        }
    }

    /** A sink has counted what the timers do not. */
    void reported(Verb verb, SecurityAssociation sa, List<Effect> out) {
        for (Line line : lines.alive()) {
            line.sa().children().all().stream()
                    .filter(child ->
                            child.both().stream().anyMatch(half -> half.spi().equals(sa.spi())))
                    .forEach(child -> due(line, child, verb, out));
        }
    }

    private static void due(Line line, ChildSa child, Verb verb, List<Effect> out) {
        Optional<ChildPolicy> policy = line.sa().policy().flatMap(each -> each.child(child.name()));
        if (verb.equals(Verb.REKEY) && policy.isPresent()) {
            line.tasks().open(CreateChild.replacing(policy.get(), child, Optional.empty()), out);
        } else {
            String why = line.sa().children().isSuperseded(child) ? LEFT_BEHIND : TOO_OLD;
            line.tasks().open(new InformationalInitiator.DeleteChild(child, why, Optional.empty()), out);
        }
    }

    private void expired(Line line, String timer, Moment when, List<Effect> out) {
        IkeSa sa = line.sa();
        if (timer.startsWith(Timers.RETRANSMIT)) {
            long id = Long.parseLong(timer.substring(Timers.RETRANSMIT.length()));
            line.tasks().patience().retransmit(id, out);
            return;
        }
        switch (timer) {
            case Timers.LIVENESS -> line.tasks().patience().liveness(when, out);
            case Timers.KEEPALIVE -> {
                out.add(new Effect.Send(sa.path().carry(Bytes.of(0xff))));
                out.add(new Effect.StartTimer(sa.timer(Timers.KEEPALIVE), Defaults.KEEPALIVE_MILLIS));
            }
            case Timers.REKEY -> line.tasks().open(RekeyIke.first(Optional.empty()), out);
            case Timers.LIFETIME -> {
                String why = sa.succession().replaced() ? LEFT_BEHIND : TOO_OLD;
                line.tasks().open(new InformationalInitiator.DeleteIke(why, Optional.empty()), out);
            }
            case Timers.LINGER -> lines.bury(line, out);
            default -> sa.agenda().due(timer).ifPresent(opening -> line.tasks().open(opening, out));
        }
    }
}
