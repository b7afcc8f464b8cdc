package dev.parley.simulator;

import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Stands between a gateway and its protocols and remembers what the judge and the transcript need. */
final class Watch {
    private record SaName(String protocol, Bytes spi, Bytes destination) {
        private SaName(SecurityAssociation sa) {
            this(sa.protocol(), sa.spi(), sa.destination());
        }
    }

    private final String site;
    private final SimulatedNetwork network;
    private final Transcript transcript;
    private final Evidence evidence;
    private final Optional<List<Recording>> recordings;
    private final Set<Watched> unprovenInitiators = new LinkedHashSet<>();
    private final Map<SaName, Watched> installers = new HashMap<>();
    private final List<String> bugs = new ArrayList<>();

    /**
     * @param evidence hears of keys
     * @param recordings where each negotiation's recording goes, if there is to be one
     */
    Watch(
            String site,
            SimulatedNetwork network,
            Transcript transcript,
            Evidence evidence,
            Optional<List<Recording>> recordings) {
        this.site = site;
        this.network = network;
        this.transcript = transcript;
        this.evidence = evidence;
        this.recordings = recordings;
    }

    /** The same contribution, its protocols watched. */
    Contribution over(Contribution contribution) {
        List<Extension> extensions =
                contribution.extensions().stream().map(this::over).toList();
        return () -> extensions;
    }

    /** Whether the negotiation that asked for {@code sa} has seen its peer prove itself. */
    boolean proven(SecurityAssociation sa) {
        return Optional.ofNullable(installers.get(new SaName(sa)))
                .map(by -> by.proven)
                .orElse(false);
    }

    /** Living negotiations that began here and whose peer has shown no key; the gateway counts the others. */
    int unprovenInitiators() {
        return unprovenInitiators.size();
    }

    /** What {@link #over} made has left its gateway, and its negotiations have ended with it. */
    void departed(Contribution watched) {
        unprovenInitiators.removeIf(negotiation -> watched.extensions().contains(negotiation.protocol));
    }

    /** What negotiations threw. */
    List<String> bugs() {
        return List.copyOf(bugs);
    }

    private Extension over(Extension extension) {
        return extension instanceof NegotiationProtocol protocol ? new WatchedProtocol(protocol) : extension;
    }

    private final class WatchedProtocol implements NegotiationProtocol {
        private final NegotiationProtocol protocol;

        private WatchedProtocol(NegotiationProtocol protocol) {
            this.protocol = protocol;
        }

        @Override
        public String key() {
            return protocol.key();
        }

        @Override
        public int preference() {
            return protocol.preference();
        }

        @Override
        public UdpPorts udpPorts() {
            return protocol.udpPorts();
        }

        @Override
        public int majorVersion() {
            return protocol.majorVersion();
        }

        @Override
        public boolean isOwnSa() {
            return protocol.isOwnSa();
        }

        @Override
        public List<String> mistakes(Wish wish) {
            return protocol.mistakes(wish);
        }

        @Override
        public OptionalLong halfOpenMillis() {
            return protocol.halfOpenMillis();
        }

        @Override
        public Routing route(Datagram datagram, Doorway door) {
            try {
                return protocol.route(datagram, door);
            } catch (RuntimeException bug) {
                throw noted(bug);
            }
        }

        @Override
        public Negotiation respond(LaneKey key, Environment environment) {
            return new Watched(this, made(surroundings -> protocol.respond(key, surroundings), environment));
        }

        @Override
        public Negotiation initiate(Wish wish, Environment environment) {
            Watched begun = new Watched(this, made(surroundings -> protocol.initiate(wish, surroundings), environment));
            unprovenInitiators.add(begun);
            network.amplification().calls(site, network.seenAs(wish.remote().address()));
            return begun;
        }

        private Negotiation made(Function<Environment, Negotiation> maker, Environment environment) {
            if (recordings.isEmpty()) {
                return maker.apply(environment);
            }
            Recording recording = new Recording(site, protocol.key(), maker, environment);
            recordings.get().add(recording);
            return recording.recorded();
        }

        @Override
        public Optional<LaneKey> home(Verb verb, Wish wish) {
            return protocol.home(verb, wish);
        }
    }

    private RuntimeException noted(RuntimeException bug) {
        if (!(bug instanceof Departed)) {
            StackTraceElement[] trace = bug.getStackTrace();
            bugs.add("a protocol threw " + bug + (trace.length == 0 ? "" : " at " + trace[0]));
        }
        return bug;
    }

    private final class Watched implements Negotiation {
        private final WatchedProtocol protocol;
        private final Negotiation negotiation;
        private Optional<Endpoint> peer = Optional.empty();
        private boolean proven;

        private Watched(WatchedProtocol protocol, Negotiation negotiation) {
            this.protocol = protocol;
            this.negotiation = negotiation;
        }

        @Override
        public List<Effect> handle(Input input) {
            if (input instanceof Input.Received received) {
                peer = Optional.of(received.datagram().remote());
            }
            List<Effect> effects;
            try {
                effects = negotiation.handle(input);
            } catch (RuntimeException bug) {
                unprovenInitiators.remove(this);
                throw noted(bug);
            }
            effects.forEach(effect -> {
                if (effect instanceof Effect.Send send) {
                    Datagram datagram = send.datagram();
                    peer = Optional.of(datagram.remote());
                    if (unprovenInitiators.contains(this)) {
                        network.amplification()
                                .calls(
                                        site,
                                        datagram.remote().address(),
                                        datagram.octets().length());
                    }
                }
            });
            effects.forEach(this::see);
            return effects;
        }

        @Override
        public Map<String, String> facts() {
            return negotiation.facts();
        }

        private void see(Effect effect) {
            if (effect instanceof Effect.Proven) {
                proven = true;
                unprovenInitiators.remove(this);
            } else if (effect instanceof Effect.Finish) {
                unprovenInitiators.remove(this);
            } else if (effect instanceof Effect.Change change) {
                change.install().forEach(placed -> installers.put(new SaName(placed.sa()), this));
            } else if (effect instanceof Effect.LogKey line) {
                evidence.key(line.table(), line.line().toString());
            } else if (effect instanceof Effect.Emit emit) {
                see(emit.event());
            }
        }

        private void see(NegotiationEvent event) {
            switch (event.kind()) {
                case SENT, RECEIVED, RETRANSMITTED ->
                    peer.ifPresent(endpoint -> transcript.concerns(event, network.nameOf(endpoint)));
                case ESTABLISHED ->
                    peer.ifPresent(endpoint -> network.amplification().established(site, endpoint.address()));
                default -> {}
            }
        }
    }
}
