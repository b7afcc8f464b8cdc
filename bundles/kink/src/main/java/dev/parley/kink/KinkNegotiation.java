package dev.parley.kink;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.SaWish;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.exchange.CreateInitiator.Create;
import dev.parley.kink.exchange.CreateInitiator.Wanted;
import dev.parley.kink.exchange.DeleteInitiator.Delete;
import dev.parley.kink.exchange.Standing;
import dev.parley.kink.exchange.StatusInitiator.Probe;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.peer.Authentic;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.KinkPath;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Settings;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that goes on with one peer principal (RFC 4430): its commands and ours, and the pairs of SAs that come of them. It lives as long
 * as there is anything that must not be forgotten.
 */
final class KinkNegotiation implements Negotiation {
    private static final String DEBTS = "debts";
    private static final String MEMORY = "memory";
    private static final String LIVENESS = "liveness";

    private final Environment environment;
    private final Tickets tickets = new Tickets();
    private Optional<Parts> parts = Optional.empty();
    private boolean draining;
    private boolean finished;
    private boolean remembering;
    private boolean watching;

    /** What there is once the peer is known. */
    private record Parts(KinkPeer peer, Askings askings, Answerings answerings, Commands commands) {}

    KinkNegotiation(Environment environment) {
        this.environment = environment;
    }

    @Override
    public List<Effect> handle(Input input) {
        List<Effect> out = new ArrayList<>();
        if (finished) {
            return out;
        }
        if (parts.isEmpty()) {
            principals(input).ifPresent(pair -> begin(pair.self(), pair.other()));
        }
        parts.ifPresent(known -> known.peer().at(input.when()));
        if (input instanceof Input.Received received) {
            parts.ifPresent(known -> known.askings().received(received.datagram(), out));
        } else if (input instanceof Input.Handed handed && handed.what() instanceof Authentic command) {
            parts.ifPresent(known -> handed(known, command, out));
        } else if (input instanceof Input.TimerExpired expired) {
            parts.ifPresent(known -> expired(known, expired.timer(), out));
        } else if (input instanceof Input.WorkDone done) {
            tickets.take(done.ticket()).ifPresent(due -> due.resume(done.outcome(), out));
        } else if (input instanceof Input.Command command) {
            command(command.verb(), command.wish(), out);
        }
        parts.ifPresentOrElse(
                known -> settle(known, out), () -> finish(new Effect.Finish("nobody knows who the peer is"), out));
        return out;
    }

    private record Principals(Principal self, Principal other) {}

    private static Optional<Principals> principals(Input input) {
        if (input instanceof Input.Handed handed && handed.what() instanceof Authentic command) {
            return Optional.of(new Principals(command.service(), command.proof().client()));
        }
        if (input instanceof Input.Command command && command.wish() instanceof IpsecWish wish) {
            Optional<Principal> self = Settings.self(wish.policy());
            return Settings.peer(wish.policy()).flatMap(other -> self.map(own -> new Principals(own, other)));
        }
        return Optional.empty();
    }

    private void begin(Principal self, Principal other) {
        KinkPeer peer = new KinkPeer(environment, self, other);
        Askings askings = new Askings(peer, tickets, this::reborn);
        Answerings answerings = new Answerings(peer, tickets);
        parts = Optional.of(new Parts(peer, askings, answerings, new Commands(peer, askings, answerings)));
    }

    // What the peer says.

    private void handed(Parts known, Authentic command, List<Effect> out) {
        KinkPeer peer = known.peer();
        KinkPeer.Epoch epoch = peer.judge(command.epoch(), command.proof().stamp());
        if (!peer.fresh(command.proof().stamp())) {
            command.proof().key().close();
            ignored("replay", "an authenticator that was shown before", out);
            return;
        }
        if (epoch == KinkPeer.Epoch.STALE) {
            command.proof().key().close();
            ignored("stale-epoch", "a command from a former life of the peer", out);
            return;
        }
        out.add(new Effect.Emit(
                new NegotiationEvent(Kind.RECEIVED, "received", command.heard().inWords(peer.registry()))));
        peer.heard(KinkPath.of(command.datagram()));
        reborn(command.epoch(), out);
        if (command.heard().header().type() == KinkMessageType.ACK) {
            known.answerings().acknowledged(command, out);
        } else {
            known.answerings().command(command, out);
        }
    }

    /** The peer's epoch is {@code epoch}; what it had in another it has lost (section 3.7). */
    private void reborn(long epoch, List<Effect> out) {
        Parts known = parts.orElseThrow();
        List<Pair> lost = known.peer().begins(epoch);
        out.addAll(Standing.removed(known.peer(), lost, "the peer has begun anew (RFC 4430 section 3.7)"));
        known.answerings().leaveDeleted(out);
    }

    // Time.

    private void expired(Parts known, String timer, List<Effect> out) {
        KinkPeer peer = known.peer();
        if (known.askings().expired(timer, out) || known.answerings().expired(timer, out)) {
            return;
        }
        switch (timer) {
            case MEMORY -> remembering = false;
            case LIVENESS -> liveness(known, out);
            case DEBTS -> {}
            default ->
                peer.pairs()
                        .of(Bytes.hex(timer.substring(timer.indexOf('/') + 1)))
                        .ifPresent(pair -> expired(known, timer, pair, out));
        }
    }

    private void expired(Parts known, String timer, Pair pair, List<Effect> out) {
        KinkPeer peer = known.peer();
        if (timer.startsWith(Standing.SOFT)) {
            if (!draining) {
                replace(known, pair, out);
            }
            return;
        }
        peer.pairs().remove(pair);
        out.addAll(Standing.removed(
                peer, List.of(pair), timer.startsWith(Standing.HARD) ? "its lifetime is over" : "deleted"));
    }

    /** Who began a pair replaces it (section 3.6); if that fails it is tried again while there is time. */
    private static void replace(Parts known, Pair pair, List<Effect> out) {
        Optional<Policy> policy = policy(known, pair);
        Optional<ChildPolicy> child = policy.flatMap(each -> each.child(pair.child()));
        if (pair.stage() == Pair.Stage.UP && pair.creator() == Role.INITIATOR && child.isPresent()) {
            boolean concerned = known.askings()
                    .any(opening -> opening instanceof Create create && create.replaces(pair)
                            || opening instanceof Delete delete && delete.names(pair));
            if (!concerned) {
                Wanted wanted = new Wanted(child.get(), Optional.of(pair));
                known.askings().open(new Create(policy.get(), List.of(wanted), List.of()), out);
            }
            out.add(new Effect.StartTimer(
                    Standing.SOFT + pair.inboundSpi(), Defaults.SENDINGS.total() + Defaults.DEBT_PAUSE_MILLIS));
        }
    }

    private static Optional<Policy> policy(Parts known, Pair pair) {
        return known.peer().policies().stream()
                .filter(each -> each.name().equals(pair.connection()))
                .findFirst();
    }

    private void liveness(Parts known, List<Effect> out) {
        watching = false;
        KinkPeer peer = known.peer();
        Optional<Policy> policy = watched(peer);
        if (policy.isEmpty()) {
            return;
        }
        long allowed = 1_000 * Settings.livenessSeconds(policy.get());
        if (peer.now().monotonic() - peer.lastHeard() >= allowed
                && !known.askings().any(Probe.class::isInstance)) {
            known.askings().open(new Probe(policy.get(), List.of()), out);
        }
    }

    /** The policy by which the peer is looked after while there are pairs with it. */
    private static Optional<Policy> watched(KinkPeer peer) {
        return peer.pairs().isEmpty()
                ? Optional.empty()
                : peer.policies().stream()
                        .filter(policy -> Settings.livenessSeconds(policy) > 0)
                        .findFirst();
    }

    // What is asked of us.

    private void command(Verb verb, Wish wanted, List<Effect> out) {
        if (verb.equals(Verb.DRAIN)) {
            draining = true;
            parts.ifPresent(known -> known.commands().drain(out));
        } else if (wanted instanceof SaWish of) {
            parts.filter(known -> !draining).ifPresent(known -> reported(known, verb, of.sa(), out));
        } else if (!(wanted instanceof IpsecWish wish)) {
            out.add(Commands.refused(wanted, "a wish that is not for IPsec"));
        } else if (parts.isEmpty()) {
            out.add(Commands.refused(
                    wish,
                    "connection " + wish.connection() + " does not say who talks to whom: set " + Settings.PRINCIPAL
                            + " and " + Settings.PEER));
        } else if (draining) {
            out.add(Commands.refused(wish, "the protocol is leaving"));
        } else {
            parts.get().commands().carryOut(verb, wish, out);
        }
    }

    /** A sink says that an SA is nearly used up, or is: by its traffic, which nobody else counts (section 3.6). */
    private static void reported(Parts known, Verb verb, SecurityAssociation sa, List<Effect> out) {
        Optional<Pair> pair = known.peer().pairs().with(sa);
        if (pair.filter(each -> each.stage() == Pair.Stage.UP).isEmpty()) {
            return;
        }
        if (verb.equals(Verb.REKEY)) {
            replace(known, pair.get(), out);
        } else if (verb.equals(Verb.DELETE)) {
            policy(known, pair.get())
                    .ifPresent(policy -> known.askings()
                            .open(new Delete(policy, List.of(pair.get()), List.of(), List.of(), "it is used up"), out));
        }
    }

    /** What follows from this input for all of it together. */
    private void settle(Parts known, List<Effect> out) {
        KinkPeer peer = known.peer();
        if (!draining) {
            known.commands().pump(out);
            deletions(known, out);
        }
        known.answerings().expire(peer.now().monotonic());
        watch(known, out);
        boolean idle = known.askings().isEmpty() && known.answerings().idle();
        if (draining && idle) {
            finish(new Effect.Finish("drained"), out);
        } else if (idle
                && known.commands().idle()
                && peer.pairs().isEmpty()
                && peer.debts().isEmpty()) {
            forget(known, out);
        }
    }

    /** What is to go and what is owed, in one DELETE. */
    private static void deletions(Parts known, List<Effect> out) {
        KinkPeer peer = known.peer();
        List<Pair> doomed = peer.takeDoomed();
        Optional<Policy> policy = peer.policies().stream().findFirst();
        if (policy.isEmpty()) {
            return;
        }
        for (Pair pair : doomed) {
            known.askings().open(new Delete(policy.get(), List.of(pair), List.of(), List.of(), "it was replaced"), out);
        }
        long now = peer.now().monotonic();
        boolean paying = known.askings()
                .any(opening ->
                        opening instanceof Delete delete && !delete.debts().isEmpty());
        if (peer.debts().isEmpty() || paying) {
            return;
        }
        List<Spi> due = peer.debts().due(now);
        if (due.isEmpty()) {
            out.add(new Effect.StartTimer(DEBTS, peer.debts().pause(now)));
        } else {
            known.askings().open(new Delete(policy.get(), List.of(), due, List.of(), "given up"), out);
        }
    }

    private void watch(Parts known, List<Effect> out) {
        Optional<Policy> policy = watched(known.peer());
        if (!watching && policy.isPresent()) {
            long allowed = 1_000 * Settings.livenessSeconds(policy.get());
            long quiet = known.peer().now().monotonic() - known.peer().lastHeard();
            watching = true;
            out.add(new Effect.StartTimer(LIVENESS, quiet < allowed ? allowed - quiet : allowed));
        }
    }

    /** Nothing goes on; what was heard must still be known while it could be played again. */
    private void forget(Parts known, List<Effect> out) {
        if (known.answerings().isEmpty() && known.peer().forgetful()) {
            finish(new Effect.Finish(Effect.Finish.FORGOTTEN, "nothing is left of it"), out);
        } else if (!remembering) {
            remembering = true;
            out.add(new Effect.StartTimer(MEMORY, known.peer().remembers()));
        }
    }

    private void finish(Effect.Finish ending, List<Effect> out) {
        finished = true;
        parts.ifPresent(known -> known.askings().end());
        out.add(ending);
    }

    private static void ignored(String name, String why, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, name, why)));
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (parts.isEmpty()) {
            return facts;
        }
        KinkPeer peer = parts.get().peer();
        List<Policy> policies = peer.policies();
        facts.put("connection", policies.stream().map(Policy::name).collect(Collectors.joining(",")));
        facts.put("state", peer.pairs().isEmpty() ? "idle" : "established");
        facts.put(
                "role",
                peer.pairs().all().stream()
                        .map(pair -> pair.creator() == Role.INITIATOR ? "initiator" : "responder")
                        .distinct()
                        .collect(Collectors.joining(",")));
        facts.put("local", peer.self().toString());
        facts.put("peer", peer.other().toString());
        facts.put(
                "remote",
                policies.stream()
                        .flatMap(policy -> peer.path(policy).stream())
                        .findFirst()
                        .map(path -> path.remote().toString())
                        .orElse(""));
        facts.put(
                "prf",
                policies.stream()
                        .map(policy -> Settings.prf(policy).toString())
                        .distinct()
                        .collect(Collectors.joining(",")));
        facts.put("epoch", peer.epoch().map(Object::toString).orElse(""));
        facts.put(
                "children",
                peer.pairs().all().stream().map(Pair::child).distinct().collect(Collectors.joining(",")));
        return facts;
    }
}
