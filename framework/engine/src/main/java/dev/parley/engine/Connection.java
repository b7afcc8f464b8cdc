package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The standing wish to have SAs with a peer. It outlives negotiations: begins them when all that they need is installed, begins them
 * again when they fail or are lost, and ends all but one that crossed. Pure: what it hears goes in, what it wants done comes out.
 */
final class Connection {
    private final String name;
    private final Retry retry;
    private final Crossing crossing = new Crossing();
    private final Set<Long> lanes = new LinkedHashSet<>();
    private final Set<Long> ending = new LinkedHashSet<>();
    private final Set<SaName> sas = new LinkedHashSet<>();
    private ConnectionInput.Missing missing = new ConnectionInput.Missing(List.of());
    private boolean wanted;
    private boolean dropped;
    private boolean begins;
    private boolean hadSas;
    private Optional<Refusal> failure = Optional.empty();
    private Optional<Refusal> notEnded = Optional.empty();

    Connection(String name, RandomSource random) {
        this.name = name;
        this.retry = new Retry(random);
    }

    ConnectionState state(long now) {
        boolean busy = begins || !ending.isEmpty();
        return new ConnectionState(name, wanted, !sas.isEmpty(), busy, retry.remaining(now), missing.needs(), failure);
    }

    List<ConnectionEffect> hear(ConnectionInput input, long now) {
        List<ConnectionEffect> out = new ArrayList<>();
        if (input instanceof ConnectionInput.Wanted) {
            wanted = true;
            retry.forget();
            begin(out);
        } else if (input instanceof ConnectionInput.Acquired) {
            begin(out);
        } else if (input instanceof ConnectionInput.Unwanted) {
            drop(out);
        } else if (input instanceof ConnectionInput.Missing still) {
            missing(still, out);
        } else if (input instanceof ConnectionInput.Began began) {
            joined(began.lane(), out);
        } else if (input instanceof ConnectionInput.Proven line) {
            lanes.add(line.lane());
            crossing.add(line);
            crossing.watch(out);
        } else if (input instanceof ConnectionInput.Changed changed) {
            changed(changed, now, out);
        } else if (input instanceof ConnectionInput.Answered answered) {
            answered(answered, now, out);
        } else if (input instanceof ConnectionInput.Ended ended) {
            ended(ended, now, out);
        } else if (input instanceof ConnectionInput.TimerExpired expired) {
            expired(expired.timer(), out);
        }
        return out;
    }

    private void begin(List<ConnectionEffect> out) {
        dropped = false;
        if (begins) {
            return;
        }
        if (!missing.needs().isEmpty()) {
            out.add(new ConnectionEffect.Tell(Verb.ESTABLISH, Optional.of(missing.refusal(name))));
            return;
        }
        begins = true;
        hadSas = !sas.isEmpty();
        retry.stop(out);
        out.add(new ConnectionEffect.Ask(Verb.ESTABLISH, Optional.empty()));
    }

    private void begun(Optional<Refusal> how, long now, List<ConnectionEffect> out) {
        begins = false;
        failure = wanted ? how : Optional.empty();
        if (how.isEmpty()) {
            retry.succeeded(now);
        } else if (wanted && !hadSas && !sas.isEmpty()) {
            begin(out); // ours failed, but the peer's crossed it and stands: asked again, the wish has come true
            return;
        } else {
            out.add(new ConnectionEffect.Failed(how.get()));
            if (wanted) {
                retry.failed(how.get(), now, out);
            }
        }
        out.add(new ConnectionEffect.Tell(Verb.ESTABLISH, how));
        tellIfEnded(out);
    }

    private void drop(List<ConnectionEffect> out) {
        Refusal nothing = new Refusal(Blame.LOCAL_FAILURE, "no negotiation with " + name + " is up");
        notEnded = wanted || begins || !lanes.isEmpty() ? Optional.empty() : Optional.of(nothing);
        wanted = false;
        dropped = true;
        failure = Optional.empty();
        retry.stop(out);
        List.copyOf(lanes).forEach(lane -> joined(lane, out));
        tellIfEnded(out);
    }

    /** A negotiation that was begun before the wish was dropped, and is heard of now, ends too. */
    private void joined(long lane, List<ConnectionEffect> out) {
        lanes.add(lane);
        if (dropped && ending.add(lane)) {
            out.add(new ConnectionEffect.Ask(Verb.DELETE, Optional.of(lane)));
        }
    }

    private void tellIfEnded(List<ConnectionEffect> out) {
        if (dropped && !begins && ending.isEmpty()) {
            out.add(new ConnectionEffect.Tell(Verb.DELETE, notEnded));
        }
    }

    private void missing(ConnectionInput.Missing still, List<ConnectionEffect> out) {
        boolean complete = !missing.needs().isEmpty() && still.needs().isEmpty();
        missing = still;
        if (complete && wanted && (sas.isEmpty() || lanes.isEmpty())) {
            begin(out);
        }
    }

    private void changed(ConnectionInput.Changed changed, long now, List<ConnectionEffect> out) {
        sas.addAll(changed.installed());
        long lost = changed.removed().stream().filter(sas::remove).count();
        if (!changed.installed().isEmpty() && retry.planned()) {
            retry.look(now, out);
        } else if (lost > 0) {
            missed(now, out);
        }
    }

    /** Something of what is wanted is gone, perhaps only to be replaced. */
    private void missed(long now, List<ConnectionEffect> out) {
        if (!wanted || begins || retry.planned() || !missing.needs().isEmpty()) {
            return;
        }
        if (sas.isEmpty()) {
            retry.lost(now, out);
        } else {
            retry.look(now, out);
        }
    }

    private void answered(ConnectionInput.Answered answered, long now, List<ConnectionEffect> out) {
        if (answered.verb().equals(Verb.ESTABLISH)) {
            begun(answered.failure(), now, out);
        } else if (answered.verb().equals(Verb.PROBE)) {
            crossing.answered(answered.lane().orElseThrow(), answered.failure(), out);
        } else if (answered.lane().filter(ending::remove).isPresent()) {
            notEnded = notEnded.or(answered::failure);
            tellIfEnded(out);
        }
    }

    private void ended(ConnectionInput.Ended ended, long now, List<ConnectionEffect> out) {
        lanes.remove(ended.lane());
        crossing.remove(ended.lane(), out);
        missed(now, out);
    }

    private void expired(String timer, List<ConnectionEffect> out) {
        if (timer.equals(Crossing.TIMER)) {
            crossing.ask(out);
        } else if (wanted) {
            retry.stop(out);
            begin(out);
        }
    }
}
