package dev.parley.engine;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A protocol whose messages say what the receiver shall do: {@code new;send 10;timer t 50;work;prove bob}. What it is told
 * (a timer, a work's end) it sends to the peer as text.
 */
final class Toy implements NegotiationProtocol {
    static final Toy TOY = new Toy(OptionalLong.empty());

    private final OptionalLong halfOpenMillis;

    /** How many pieces of work were done for it. */
    int worked;

    Toy(OptionalLong halfOpenMillis) {
        this.halfOpenMillis = halfOpenMillis;
    }

    /** What a toy gateway installs. */
    record ToySa(Bytes spi, String version) implements SecurityAssociation {
        @Override
        public String protocol() {
            return "TOY";
        }

        @Override
        public Bytes destination() {
            return Bytes.of(127, 0, 0, 1);
        }

        @Override
        public String describe() {
            return "toy " + spi + " " + version;
        }
    }

    record ToyWish(String connection, Endpoint local, Endpoint remote) implements Wish {
        @Override
        public String protocol() {
            return "toy";
        }
    }

    static LaneKey key(String name) {
        return new LaneKey("toy", "name", Bytes.utf8(name));
    }

    @Override
    public String key() {
        return "toy";
    }

    @Override
    public UdpPorts udpPorts() {
        return UdpPorts.of(4321);
    }

    @Override
    public int majorVersion() {
        return 1;
    }

    @Override
    public OptionalLong halfOpenMillis() {
        return halfOpenMillis;
    }

    @Override
    public Routing route(Datagram datagram, Doorway door) {
        String text = text(datagram.octets());
        if (text.startsWith("new")) {
            return new Routing.Fresh(new LaneKey("toy", "first", Bytes.utf8(datagram.remote() + text)));
        }
        if (text.startsWith("to ")) {
            LaneKey key = key(text.substring(3).split(";")[0]);
            return door.known(key) ? new Routing.Existing(key) : new Routing.NotMine("toy-unknown-key", text);
        }
        if (text.startsWith("answer ")) {
            Bytes reply = Bytes.zeros(Integer.parseInt(text.substring(7)));
            return door.allow("toy-answer", datagram.remote())
                    ? new Routing.Answer(reply, "toy-answered", text)
                    : new Routing.NotMine("toy-silent", text);
        }
        if (text.startsWith("load")) {
            return new Routing.Answer(Bytes.utf8(door.load(datagram.remote()).name()), "toy-load", text);
        }
        if (text.startsWith("crash")) {
            throw new IllegalStateException("route crashed");
        }
        return new Routing.NotMine("toy-not-mine", text);
    }

    @Override
    public Negotiation respond(LaneKey key, Environment environment) {
        return new ToyNegotiation(environment, Optional.empty());
    }

    @Override
    public Negotiation initiate(Wish wish, Environment environment) {
        if (wish.connection().equals("broken")) {
            throw new IllegalStateException("cannot initiate");
        }
        return new ToyNegotiation(environment, Optional.of(wish));
    }

    @Override
    public Optional<LaneKey> home(Verb verb, Wish wish) {
        return Optional.of(key(wish.connection()));
    }

    static String text(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }

    private final class ToyNegotiation implements Negotiation {
        private final Environment environment;
        private final Optional<Wish> wish;
        private Optional<Datagram> last = Optional.empty();
        private long tickets;

        ToyNegotiation(Environment environment, Optional<Wish> wish) {
            this.environment = environment;
            this.wish = wish;
        }

        @Override
        public List<Effect> handle(Input input) {
            List<Effect> effects = new ArrayList<>();
            if (input instanceof Input.Received received) {
                last = Optional.of(received.datagram());
                for (String command : text(received.datagram().octets()).split(";")) {
                    obey(command.split(" "), effects);
                }
            } else if (input instanceof Input.Command command) {
                command(command, effects);
            } else if (input instanceof Input.Handed handed) {
                effects.add(note("handed " + handed.what()));
            } else if (input instanceof Input.TimerExpired expired) {
                say("timer " + expired.timer(), effects);
            } else if (input instanceof Input.WorkDone done) {
                say(done.ticket() + " " + told(done.outcome()), effects);
            }
            return effects;
        }

        private void command(Input.Command command, List<Effect> effects) {
            if (command.verb().equals(Verb.DRAIN)) {
                say("draining", effects);
                return;
            }
            effects.add(new Effect.Listen(Toy.key(command.wish().connection())));
            if (command.verb().equals(Verb.ESTABLISH)
                    && command.wish().connection().equals("standing")) {
                effects.add(new Effect.Settled(command.wish(), Optional.empty()));
            } else if (command.verb().equals(Verb.ESTABLISH) && command.wish() instanceof ToyWish mine) {
                effects.add(new Effect.Send(new Datagram(mine.local(), mine.remote(), Bytes.utf8("new;reply"))));
            } else if (command.verb().equals(Verb.DELETE)) {
                effects.add(new Effect.Settled(command.wish(), Optional.empty()));
                effects.add(new Effect.Finish("deleted"));
            }
        }

        private void obey(String[] words, List<Effect> effects) {
            switch (words[0]) {
                case "send" ->
                    effects.add(new Effect.Send(last.orElseThrow().reply(Bytes.zeros(Integer.parseInt(words[1])))));
                case "reply" -> say("to home;settle", effects);
                case "timer" -> effects.add(new Effect.StartTimer(words[1], Long.parseLong(words[2])));
                case "stop" -> effects.add(new Effect.StopTimer(words[1]));
                case "work" ->
                    effects.add(new Effect.Offload(++tickets, Work.computing("toy", random -> {
                        worked++;
                        return "worked";
                    })));
                case "fail" ->
                    effects.add(new Effect.Offload(++tickets, Work.computing("toy", random -> {
                        throw new Unavailable("no such luck");
                    })));
                case "break" ->
                    effects.add(new Effect.Offload(++tickets, Work.computing("toy", random -> {
                        throw new NoClassDefFoundError("gone");
                    })));
                case "listen" -> effects.add(new Effect.Listen(key(words[1])));
                case "forget" -> effects.add(new Effect.Forget(key(words[1])));
                case "unbirth" ->
                    effects.add(new Effect.Forget(new LaneKey(
                            "toy",
                            "first",
                            Bytes.utf8(last.orElseThrow().remote()
                                    + text(last.get().octets())))));
                case "forward" -> effects.add(new Effect.Forward(key(words[1]), words[2]));
                case "join" -> effects.add(new Effect.Join(key(words[1])));
                case "leave" -> effects.add(new Effect.Leave(key(words[1])));
                case "tell" -> effects.add(new Effect.Tell(key(words[1]), words[2]));
                case "others" -> effects.add(note("others " + environment.others(key(words[1]))));
                case "prove" -> effects.add(new Effect.Proven(words[1]));
                case "install" ->
                    effects.add(new Effect.Change(
                            ++tickets, List.of(placed(words[1], "1"), placed(words[2], "1")), List.of(), List.of()));
                case "update" ->
                    effects.add(new Effect.Change(
                            ++tickets,
                            List.of(placed(words[2], "1")),
                            List.of(new ToySa(Bytes.hex(words[1]), "2")),
                            List.of()));
                case "remove" ->
                    effects.add(new Effect.Change(
                            ++tickets, List.of(), List.of(), List.of(new ToySa(Bytes.hex(words[1]), "1"))));
                case "settle" -> wish.ifPresent(mine -> effects.add(new Effect.Settled(mine, Optional.empty())));
                case "note" -> effects.add(note(words[1]));
                case "logkey" -> effects.add(new Effect.LogKey("toy-table", Text.of(words[1])));
                case "bug" -> throw new IllegalStateException("a bug in the toy");
                case "overflow" -> overflow(1);
                case "departed" -> throw new Departed("cipher", "rot13");
                case "finish" -> effects.add(new Effect.Finish("as told"));
                default -> {}
            }
        }

        private static int overflow(int depth) {
            return overflow(depth + 1) + 1;
        }

        private static Effect.Placed placed(String spi, String version) {
            return new Effect.Placed(new ToySa(Bytes.hex(spi), version), true);
        }

        private static Effect note(String text) {
            return new Effect.Emit(new NegotiationEvent(NegotiationEvent.Kind.NOTE, "toy-note", text));
        }

        private void say(String text, List<Effect> effects) {
            last.ifPresent(datagram -> effects.add(new Effect.Send(datagram.reply(Bytes.utf8(text)))));
        }

        private static String told(Outcome outcome) {
            return outcome instanceof Outcome.Done done
                    ? "done " + done.value()
                    : "failed " + ((Outcome.Failed) outcome).why().getMessage();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of(
                    "catalog",
                    String.valueOf(
                            environment.catalog().all(NegotiationProtocol.class).size()));
        }
    }
}
