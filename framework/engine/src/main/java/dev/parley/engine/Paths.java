package dev.parley.engine;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's open channels. When its transport leaves they are closed; when it is back they open again on their ports. */
final class Paths {
    private static final Logger LOG = LoggerFactory.getLogger(Paths.class);

    private final String transportKey;
    private final Supplier<Catalog> catalogs;
    private final Counters counters;
    private final List<Pair> pairs = new ArrayList<>();
    private volatile Map<Endpoint, Transport.Channel> channels = Map.of();
    private volatile Map<Endpoint, Set<String>> spoken = Map.of();
    private Optional<Transport> transport = Optional.empty();
    private Transport.Receiver receiver = datagram -> {};

    /**
     * A local endpoint, and the one beside it whose messages are UDP-encapsulated.
     *
     * @param protocols that are spoken there whatever the ports
     */
    record Pair(Endpoint plain, Optional<Endpoint> encapsulated, Set<String> protocols) {
        Pair {
            protocols = Set.copyOf(protocols);
        }
    }

    Paths(String transportKey, Supplier<Catalog> catalogs, Counters counters) {
        this.transportKey = transportKey;
        this.catalogs = catalogs;
        this.counters = counters;
    }

    synchronized void open(List<Pair> wanted, Transport.Receiver to) throws Unavailable {
        receiver = to;
        transport = catalogs.get().find(Transport.class, transportKey);
        if (transport.isEmpty()) {
            throw new Unavailable("no transport " + transportKey
                    + " is installed: add the bundle that contributes it, or name another transport");
        }
        Map<Endpoint, Transport.Channel> opened = new LinkedHashMap<>();
        List<Pair> chosen = new ArrayList<>();
        try {
            for (Pair pair : wanted) {
                Endpoint plain = open(transport.get(), pair.plain(), opened);
                Optional<Endpoint> encapsulated = Optional.empty();
                if (pair.encapsulated().isPresent()) {
                    encapsulated = Optional.of(
                            open(transport.get(), pair.encapsulated().get(), opened));
                }
                chosen.add(new Pair(plain, encapsulated, pair.protocols()));
            }
        } catch (Unavailable | RuntimeException failed) {
            opened.values().forEach(Paths::close);
            throw failed instanceof Unavailable why ? why : new Unavailable(failed.getMessage(), failed);
        }
        pairs.clear();
        pairs.addAll(chosen);
        spoken = spoken(chosen);
        channels = opened;
    }

    private static Map<Endpoint, Set<String>> spoken(List<Pair> chosen) {
        Map<Endpoint, Set<String>> spoken = new HashMap<>();
        for (Pair pair : chosen) {
            spoken.put(pair.plain(), pair.protocols());
            pair.encapsulated().ifPresent(beside -> spoken.put(beside, pair.protocols()));
        }
        return Map.copyOf(spoken);
    }

    /** The protocols that are spoken at an endpoint of ours whatever its port; another map when channels are opened. */
    Map<Endpoint, Set<String>> spoken() {
        return spoken;
    }

    private Endpoint open(Transport over, Endpoint local, Map<Endpoint, Transport.Channel> opened) throws Unavailable {
        Transport.Channel channel = over.open(local, receiver);
        Endpoint bound = channel.local();
        opened.put(bound, channel);
        return bound;
    }

    /** Sends, or counts why not. */
    void send(Datagram datagram) {
        Transport.Channel channel = channels.get(datagram.local());
        if (channel == null) {
            counters.add("sent-from-nowhere");
            return;
        }
        try {
            channel.send(datagram);
            counters.add("datagrams-sent");
        } catch (Departed left) {
            counters.add("departed");
        }
    }

    synchronized List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (Pair pair : pairs) {
            all.add(pair.plain());
            pair.encapsulated().ifPresent(all::add);
        }
        return all;
    }

    synchronized Optional<Endpoint> encapsulated(Endpoint local) {
        return pairs.stream()
                .filter(pair -> pair.plain().equals(local))
                .findFirst()
                .flatMap(Pair::encapsulated);
    }

    /** What the open channels count, added up. */
    Map<String, Long> counters() {
        Map<String, Long> all = new TreeMap<>();
        for (Transport.Channel channel : channels.values()) {
            try {
                channel.counters().forEach((name, count) -> all.merge(name, count, Long::sum));
            } catch (Departed left) {
                LOG.debug("A channel left with its counters");
            }
        }
        return all;
    }

    synchronized void catalogChanged() {
        boolean left = transport.isPresent() && Lease.departed(transport.get());
        if (!left || catalogs.get().find(Transport.class, transportKey).isEmpty()) {
            return;
        }
        try {
            open(List.copyOf(pairs), receiver);
            LOG.info("Transport {} is back, its channels are open again", transportKey);
        } catch (Unavailable why) {
            LOG.warn("Transport {} is back, but its channels are not: {}", transportKey, why.getMessage());
        }
    }

    synchronized void close() {
        channels.values().forEach(Paths::close);
        channels = Map.of();
        transport = Optional.empty();
    }

    private static void close(Transport.Channel channel) {
        try {
            channel.close();
        } catch (Departed left) {
            LOG.debug("A channel left before it was closed");
        }
    }
}
