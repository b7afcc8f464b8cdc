package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what a negotiation wants done, in order, on its lane. */
final class EffectRunner {
    private final Site site;
    private final Lane lane;
    private final RandomSource random;

    EffectRunner(Site site, Lane lane, RandomSource random) {
        this.site = site;
        this.lane = lane;
        this.random = random;
    }

    /** What others are to do is said last, so that this thread may be the one that does it. */
    void run(List<Effect> effects) {
        List<Effect> forOthers = List.of();
        for (Effect effect : effects) {
            if (lane.finished()) {
                site.counters().add("effects-after-finish");
                break;
            }
            if (effect instanceof Effect.Offload || effect instanceof Effect.Change || effect instanceof Effect.Move) {
                forOthers = forOthers.isEmpty() ? new ArrayList<>(1) : forOthers;
                forOthers.add(effect);
            } else {
                run(effect);
            }
        }
        forOthers.forEach(this::ask);
    }

    private void ask(Effect effect) {
        if (effect instanceof Effect.Offload offload) {
            site.workshop()
                    .offload(
                            offload.work(),
                            random.fork(),
                            lane::awaitsWork,
                            outcome -> lane.done(offload.ticket(), outcome));
        } else if (effect instanceof Effect.Change change) {
            site.sinks().change(lane.number(), change, outcome -> lane.done(change.ticket(), outcome));
        } else if (effect instanceof Effect.Move move) {
            site.sinks().move(lane.number(), move);
        }
    }

    private void run(Effect effect) {
        if (effect instanceof Effect.Send send) {
            send(send);
        } else if (effect instanceof Effect.StartTimer start) {
            lane.startTimer(start.timer(), start.delayMillis());
        } else if (effect instanceof Effect.StopTimer stop) {
            lane.stopTimer(stop.timer());
        } else if (effect instanceof Effect.Listen listen) {
            lane.listen(listen.key());
        } else if (effect instanceof Effect.Forget forget) {
            lane.forget(forget.key());
        } else if (effect instanceof Effect.Forward forward) {
            forward(forward.key(), forward.what());
        } else if (effect instanceof Effect.Join join) {
            lane.join(join.group());
        } else if (effect instanceof Effect.Leave leave) {
            lane.leave(leave.group());
        } else if (effect instanceof Effect.Tell tell) {
            lane.tell(tell.group(), tell.what());
        } else if (effect instanceof Effect.Proven proven) {
            lane.proven(proven);
        } else if (effect instanceof Effect.Settled settled) {
            lane.settled(settled.wish(), settled.failure());
        } else if (effect instanceof Effect.Emit emit) {
            lane.emit(emit.event());
        } else if (effect instanceof Effect.LogKey line) {
            site.watchers().logKey(line.table(), line.line());
        } else if (effect instanceof Effect.Finish finish) {
            lane.finish(finish.name(), finish.why(), List.of());
        }
    }

    private void send(Effect.Send send) {
        if (lane.maySend(send.datagram())) {
            site.paths().send(send.datagram());
        } else {
            site.counters().add("amplification-refused");
        }
    }

    private void forward(LaneKey key, Object what) {
        Optional<Lane> there = site.lanes().find(key);
        Lane to = there.orElseGet(() -> newcomer(key));
        to.handed(what);
    }

    private Lane newcomer(LaneKey key) {
        NegotiationProtocol protocol = lane.protocol();
        Lane fresh = new Lane(
                site, protocol, Optional.of(key), Optional.empty(), environment -> protocol.respond(key, environment));
        return site.lanes().settle(key, fresh);
    }
}
