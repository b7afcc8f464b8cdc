package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Load;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.wire.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door: asks the protocols where a datagram belongs, and keeps nothing of a peer that is not let in. */
final class Router implements Doorway {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Site site;
    private final TagSecrets secrets;
    private final AnswerRates rates;
    private final List<NegotiationProtocol> leaving = new CopyOnWriteArrayList<>();
    private volatile Protocols protocols = new Protocols(Optional.empty(), Map.of(), List.of(), Map.of());

    /**
     * The protocols of a catalog, highest version first: who claims the highest answers for versions nobody claims.
     *
     * @param spoken what is spoken where whatever the ports
     * @param at who is asked at which endpoint of ours, once a datagram has come there
     */
    private record Protocols(
            Optional<Catalog> of,
            Map<Endpoint, Set<String>> spoken,
            List<Asked> inOrder,
            Map<Endpoint, List<NegotiationProtocol>> at) {
        boolean holds(Catalog now, Map<Endpoint, Set<String>> spokenNow) {
            return of.filter(catalog -> catalog == now).isPresent() && spoken == spokenNow;
        }

        List<NegotiationProtocol> asked(Endpoint here) {
            return at.computeIfAbsent(here, first -> {
                Set<String> named = spoken.getOrDefault(first, Set.of());
                List<NegotiationProtocol> bound = inOrder.stream()
                        .filter(one -> one.ports().contains(first.port()) || named.contains(one.key()))
                        .map(Asked::protocol)
                        .toList();
                return bound.isEmpty() ? inOrder.stream().map(Asked::protocol).toList() : bound;
            });
        }
    }

    /** A protocol and the ports that its RFC gives it. */
    private record Asked(NegotiationProtocol protocol, String key, Set<Integer> ports) {}

    Router(Site site) {
        this.site = site;
        this.secrets = new TagSecrets(site.host());
        this.rates = new AnswerRates(site.limits(), site.host());
    }

    /** Called by receiving threads, several at once; never throws. */
    void receive(Datagram datagram) {
        site.counters().add("datagrams-received");
        if (datagram.octets().isEmpty()
                || datagram.octets().length() > site.limits().datagramOctets()) {
            site.counters().add("datagram-size");
            return;
        }
        String nobodys = "no-protocol";
        for (NegotiationProtocol protocol : asked(datagram.local())) {
            try {
                Routing routing = protocol.route(datagram, this);
                boolean welcome = routing instanceof Routing.Existing || !leaving.contains(protocol);
                if (welcome && !(routing instanceof Routing.NotMine)) {
                    follow(protocol, routing, datagram);
                    return;
                }
                if (nobodys.equals("no-protocol")) {
                    nobodys = routing instanceof Routing.NotMine notMine ? notMine.name() : "protocol-leaving";
                }
            } catch (Departed left) {
                site.counters().add("departed");
            } catch (RuntimeException | LinkageError | StackOverflowError bug) {
                site.counters().add("bugs-in-route");
                LOG.debug("Protocol {} failed to route a datagram from {}", protocol.key(), datagram.remote(), bug);
            }
        }
        site.counters().add(nobodys);
    }

    private void follow(NegotiationProtocol protocol, Routing routing, Datagram datagram) {
        if (routing instanceof Routing.Existing existing) {
            site.lanes()
                    .find(existing.key())
                    .ifPresentOrElse(
                            lane -> lane.receive(datagram),
                            () -> site.counters().add("lane-gone"));
        } else if (routing instanceof Routing.Fresh fresh) {
            site.lanes()
                    .find(fresh.key())
                    .ifPresentOrElse(lane -> lane.receive(datagram), () -> begin(protocol, fresh.key(), datagram));
        } else if (routing instanceof Routing.Answer answer) {
            answer(answer, datagram);
        } else if (routing instanceof Routing.Hint hint) {
            site.counters().add(hint.name());
            site.lanes().among(hint.group()).forEach(lane -> lane.handed(hint.what()));
        }
    }

    private void begin(NegotiationProtocol protocol, LaneKey key, Datagram first) {
        if (!site.admission().enter(first.remote())) {
            site.counters().add("not-admitted");
            return;
        }
        Lane fresh = new Lane(
                site,
                protocol,
                Optional.of(key),
                Optional.of(first.remote()),
                environment -> protocol.respond(key, environment));
        Lane there = site.lanes().settle(key, fresh);
        if (there != fresh) {
            site.admission().leave(first.remote());
        }
        there.receive(first);
    }

    private void answer(Routing.Answer answer, Datagram datagram) {
        long most = (long) site.limits().amplification() * datagram.octets().length();
        if (answer.reply().length() > most) {
            site.counters().add("amplification-refused");
            return;
        }
        site.counters().add(answer.name());
        site.paths().send(datagram.reply(answer.reply()));
    }

    /** From now on {@code departing} is asked last, and only for what belongs to a negotiation that lives. */
    void leaves(NegotiationProtocol departing) {
        leaving.add(departing);
    }

    /** Nobody is asked any more who has left. */
    void catalogChanged() {
        leaving.removeIf(Lease::departed);
    }

    /** Those that the port is given to, by an RFC or by who opened it; all if nobody gave it to any. */
    private List<NegotiationProtocol> asked(Endpoint at) {
        List<NegotiationProtocol> here = known().asked(at);
        return leaving.isEmpty()
                ? here
                : Stream.concat(here.stream(), leaving.stream()).toList();
    }

    private Protocols known() {
        Catalog now = site.catalogs().get();
        Protocols known = protocols;
        Map<Endpoint, Set<String>> spoken = site.paths().spoken();
        if (!known.holds(now, spoken)) {
            known = new Protocols(
                    Optional.of(now),
                    spoken,
                    now.all(NegotiationProtocol.class).stream()
                            .sorted(Comparator.comparingInt(Router::version).reversed())
                            .map(protocol -> asked(protocol))
                            .toList(),
                    new ConcurrentHashMap<>());
            protocols = known;
        }
        return known;
    }

    /** One that cannot say its ports, because it has left or has a bug, has none. */
    private static Asked asked(NegotiationProtocol protocol) {
        try {
            return new Asked(protocol, protocol.key(), protocol.udpPorts().all());
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            return new Asked(protocol, "", Set.of());
        }
    }

    /** One that cannot say its version, because it has left or has a bug, is asked last. */
    private static int version(NegotiationProtocol protocol) {
        try {
            return protocol.majorVersion();
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            return 0;
        }
    }

    @Override
    public boolean known(LaneKey key) {
        return site.lanes().find(key).isPresent();
    }

    @Override
    public long now() {
        return site.host().now().monotonic();
    }

    @Override
    public Load load(Endpoint from) {
        return site.admission().load(from);
    }

    @Override
    public int generation() {
        return secrets.generation();
    }

    @Override
    public Bytes tag(int generation, Bytes what) {
        return secrets.tag(generation, what);
    }

    @Override
    public boolean allow(String kind, Endpoint from) {
        boolean allowed = rates.allow(kind, from);
        if (!allowed) {
            site.counters().add("rate-limited");
        }
        return allowed;
    }

    void wipe() {
        secrets.wipe();
    }
}
