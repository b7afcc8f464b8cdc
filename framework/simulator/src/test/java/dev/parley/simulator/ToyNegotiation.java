package dev.parley.simulator;

import dev.parley.crypto.Key;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Either end of {@link ToyProtocol}. */
final class ToyNegotiation implements Negotiation {
    private static final Backoff BACKOFF = new Backoff(500, 1.5, 10);

    private final Role role;
    private final Environment environment;
    private final ToyProtocol.Flaw flaw;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();
    private Optional<Policy> policy;
    private Optional<Datagram> path = Optional.empty();
    private Bytes spiI = Bytes.zeros(8);
    private Bytes spiR = Bytes.zeros(8);
    private Bytes nonceI = Bytes.EMPTY;
    private Bytes nonceR = Bytes.EMPTY;
    private Bytes espI = Bytes.EMPTY;
    private Bytes espR = Bytes.EMPTY;
    private Optional<ToyMessage> asking = Optional.empty();
    private Optional<ToyMessage> answered = Optional.empty();
    private int tries;
    private int nextOut;
    private int nextIn;
    private boolean established;
    private boolean leaving;
    private boolean byeWanted;
    private Optional<Consumer<Object>> busy = Optional.empty();

    ToyNegotiation(Role role, Environment environment, Optional<Policy> policy, ToyProtocol.Flaw flaw) {
        this.role = role;
        this.environment = environment;
        this.policy = policy;
        this.flaw = flaw;
    }

    @Override
    public List<Effect> handle(Input input) {
        effects.clear();
        if (input instanceof Input.Command command) {
            command(command.verb(), command.wish());
        } else if (input instanceof Input.Received received) {
            path = path.or(() -> Optional.of(received.datagram()));
            ToyMessage.parse(received.datagram().octets()).ifPresent(message -> received(received.datagram(), message));
        } else if (input instanceof Input.WorkDone done) {
            workDone(done.outcome());
        } else if (input instanceof Input.TimerExpired expired) {
            if (expired.timer().equals("again")) {
                again();
            } else if (asking.isEmpty() && busy.isEmpty()) {
                ask(ToyMessage.PROBE, Bytes.EMPTY);
            }
        }
        return List.copyOf(effects);
    }

    private void command(Verb verb, Wish wish) {
        wishes.add(wish);
        if (verb.equals(Verb.ESTABLISH) && !established && wishes.size() == 1) {
            path = Optional.of(new Datagram(wish.local(), wish.remote(), Bytes.EMPTY));
            effects.add(new Effect.Listen(ToyProtocol.connection(wish.connection())));
            work(Work.computing("nonce", random -> random.bytes(32)), nonce -> {
                nonceI = (Bytes) nonce;
                spiI = environment.random().bytes(8);
                effects.add(new Effect.Listen(ToyProtocol.spi(spiI)));
                ask(ToyMessage.HELLO, nonceI);
            });
        } else if (verb.equals(Verb.DELETE)) {
            byeWanted = true;
            byeIfWanted();
        } else {
            settle(Optional.empty());
        }
    }

    private void received(Datagram datagram, ToyMessage message) {
        if (message.response()) {
            answer(message);
        } else if (answered.filter(last -> last.id() == message.id()).isPresent()) {
            effects.add(new Effect.Send(datagram.reply(answered.get().octets())));
            emit(NegotiationEvent.Kind.RETRANSMITTED, answered.get().describe());
        } else if (busy.isEmpty() && message.id() == nextIn && !leaving) {
            emit(NegotiationEvent.Kind.RECEIVED, message.describe());
            request(datagram, message);
        }
    }

    private void request(Datagram datagram, ToyMessage message) {
        if (message.kind() == ToyMessage.HELLO) {
            policy = Optional.of(ToyProtocol.policyFor(environment, datagram));
            spiI = message.spiI();
            nonceI = message.body();
            work(Work.computing("nonce", random -> random.bytes(32)), nonce -> {
                nonceR = (Bytes) nonce;
                spiR = environment.random().bytes(8);
                effects.add(new Effect.Listen(ToyProtocol.spi(spiR)));
                reply(message, nonceR);
            });
            return;
        }
        Optional<Bytes> body = message.verified(key());
        if (body.isEmpty()) {
            emit(NegotiationEvent.Kind.IGNORED, message.describe() + " proves nothing");
        } else if (message.kind() == ToyMessage.PROOF) {
            espI = body.get();
            espR = environment.random().bytes(4);
            effects.add(new Effect.Listen(ToyProtocol.connection(policy.get().name())));
            change(true, done -> {
                proven();
                reply(message, espR);
                established();
            });
        } else if (message.kind() == ToyMessage.PROBE) {
            if (flaw == ToyProtocol.Flaw.DIES_OF_A_PROBE) {
                throw new IllegalStateException("broken on purpose");
            }
            reply(message, Bytes.EMPTY);
        } else {
            change(false, done -> {
                reply(message, Bytes.EMPTY);
                settle(Optional.empty());
                effects.add(new Effect.Finish("the peer said BYE"));
            });
        }
    }

    private void answer(ToyMessage message) {
        if (asking.filter(mine -> mine.id() == message.id() && mine.kind() == message.kind())
                        .isEmpty()
                || busy.isPresent()) {
            return;
        }
        if (message.kind() == ToyMessage.HELLO) {
            accepted(message);
            nonceR = message.body();
            spiR = message.spiR();
            espI = environment.random().bytes(4);
            ask(ToyMessage.PROOF, espI);
            return;
        }
        Optional<Bytes> body = message.verified(key());
        if (body.isEmpty()) {
            emit(NegotiationEvent.Kind.IGNORED, message.describe() + " proves nothing");
            return;
        }
        accepted(message);
        if (message.kind() == ToyMessage.PROOF) {
            espR = body.get();
            proven();
            change(true, done -> {
                established();
                settle(Optional.empty());
            });
        } else if (message.kind() == ToyMessage.BYE) {
            leave("done");
        } else {
            live();
        }
        byeIfWanted();
    }

    private void accepted(ToyMessage message) {
        emit(NegotiationEvent.Kind.RECEIVED, message.describe());
        asking = Optional.empty();
        effects.add(new Effect.StopTimer("again"));
    }

    private void again() {
        if (tries == BACKOFF.tries()) {
            asking = Optional.empty();
            leave("the peer does not answer");
            return;
        }
        tries++;
        effects.add(new Effect.Send(path.get().reply(asking.get().octets())));
        emit(NegotiationEvent.Kind.RETRANSMITTED, asking.get().describe());
        effects.add(new Effect.StartTimer("again", BACKOFF.after(tries)));
    }

    private void leave(String why) {
        leaving = true;
        boolean gaveUp = !why.equals("done");
        Consumer<Object> end = done -> {
            settle(gaveUp ? Optional.of(new Refusal(Blame.PEER_MISBEHAVED, why)) : Optional.empty());
            effects.add(new Effect.Finish(why));
        };
        if (established) {
            change(false, end);
        } else {
            end.accept(why);
        }
    }

    private void byeIfWanted() {
        if (byeWanted && asking.isEmpty() && busy.isEmpty() && established) {
            byeWanted = false;
            ask(ToyMessage.BYE, Bytes.EMPTY);
        }
    }

    private void workDone(Outcome outcome) {
        Consumer<Object> then = busy.orElseThrow();
        busy = Optional.empty();
        if (outcome instanceof Outcome.Done done) {
            then.accept(done.value());
            byeIfWanted();
        } else {
            effects.add(new Effect.Finish(
                    "refused: " + ((Outcome.Failed) outcome).why().getMessage()));
        }
    }

    private void work(Work<?> work, Consumer<Object> then) {
        busy = Optional.of(then);
        effects.add(new Effect.Offload(1, work));
    }

    private void change(boolean install, Consumer<Object> then) {
        busy = Optional.of(then);
        IpsecSa forward = sa(Role.INITIATOR);
        IpsecSa backward = sa(Role.RESPONDER);
        IpsecSa in = role == Role.INITIATOR ? backward : forward;
        IpsecSa out = role == Role.INITIATOR ? forward : backward;
        if (install) {
            effects.add(new Effect.Change(
                    1, List.of(new Effect.Placed(in, true), new Effect.Placed(out, false)), List.of(), List.of()));
        } else {
            boolean keep = flaw == ToyProtocol.Flaw.KEEPS_ITS_SAS;
            effects.add(new Effect.Change(1, List.of(), List.of(), keep ? List.of() : List.of(in, out)));
        }
    }

    private IpsecSa sa(Role from) {
        ChildPolicy child = policy.get().children().get(0);
        boolean mine = from == role;
        Bytes here = path.get().local().address();
        Bytes there = path.get().remote().address();
        boolean off = flaw == ToyProtocol.Flaw.KEYS_DIFFER && role == Role.RESPONDER;
        Bytes key =
                ToyMessage.hash(key(), Bytes.of(from.ordinal(), off ? 1 : 0)).slice(0, 20);
        return new IpsecSa(
                "ESP",
                from == Role.INITIATOR ? espR : espI,
                mine ? here : there,
                mine ? there : here,
                from == Role.INITIATOR ? espI : espR,
                Mode.TUNNEL,
                Optional.of(child.suites().get(0).encryption().get(0)),
                Key.of(key),
                Optional.empty(),
                Key.of(Bytes.EMPTY),
                mine ? child.local() : child.remote(),
                mine ? child.remote() : child.local(),
                false,
                policy.get().name(),
                child.name(),
                policy.get().remote().identity(),
                0,
                SequenceNumbers.ORDINARY,
                Optional.empty());
    }

    private Bytes key() {
        return ToyMessage.hash(policy.get().secret().orElseThrow().reveal(), nonceI, nonceR, spiI, spiR);
    }

    private void ask(int kind, Bytes body) {
        ToyMessage message = new ToyMessage(kind, false, role, nextOut++ & 0xff, spiI, spiR, body);
        ToyMessage sent = kind == ToyMessage.HELLO ? message : message.proven(key());
        asking = Optional.of(sent);
        tries = 1;
        effects.add(new Effect.Send(path.get().reply(sent.octets())));
        emit(NegotiationEvent.Kind.SENT, sent.describe());
        effects.add(new Effect.StartTimer("again", BACKOFF.after(1)));
    }

    private void reply(ToyMessage to, Bytes body) {
        ToyMessage message = new ToyMessage(to.kind(), true, role, to.id(), spiI, spiR, body);
        ToyMessage sent = to.kind() == ToyMessage.HELLO ? message : message.proven(key());
        answered = Optional.of(sent);
        nextIn = nextIn + 1 & 0xff;
        effects.add(new Effect.Send(path.get().reply(sent.octets())));
        emit(NegotiationEvent.Kind.SENT, sent.describe());
        if (established) {
            live();
        }
    }

    private void proven() {
        if (flaw != ToyProtocol.Flaw.NEVER_SAYS_PROVEN) {
            effects.add(new Effect.Proven(policy.get().remote().identity().toString()));
        }
    }

    private void established() {
        established = true;
        emit(NegotiationEvent.Kind.ESTABLISHED, policy.get().name());
        live();
    }

    private void live() {
        String seconds = policy.get().settings().getOrDefault("liveness", "30");
        effects.add(new Effect.StartTimer("liveness", 1000 * Long.parseLong(seconds)));
    }

    private void settle(Optional<Refusal> failure) {
        if (flaw != ToyProtocol.Flaw.NEVER_SETTLES) {
            wishes.forEach(wish -> effects.add(new Effect.Settled(wish, failure)));
        }
        wishes.clear();
    }

    private void emit(NegotiationEvent.Kind kind, String text) {
        effects.add(new Effect.Emit(new NegotiationEvent(kind, "toy", text)));
    }
}
