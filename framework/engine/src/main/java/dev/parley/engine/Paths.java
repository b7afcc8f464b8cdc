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
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's open channels. They wait for their transport and open when it is there, also when it has left and is back. What
 * does not open then is tried again.
 */
final class Paths {
    private static final Logger LOG = LoggerFactory.getLogger(Paths.class);

    private final String transportKey;
    private final Supplier<Catalog> catalogs;
    private final Counters counters;
    private final List<Pair> pairs = new ArrayList<>();
    private volatile Map<Endpoint, Transport.Channel> channels = Map.of();
    private final Host host;
    private final Executor queue;
    private volatile Map<Endpoint, Set<String>> spoken = Map.of();
    private Optional<Transport> transport = Optional.empty();
    private Transport.Receiver receiver = datagram -> {};
    private Optional<String> trouble = Optional.empty();
    private Host.Cancellation retry = () -> {};
    private boolean closed;

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

    Paths(String transportKey, Host host, Supplier<Catalog> catalogs, Counters counters) {
        this.host = host;
        this.queue = host.lane();
        this.transportKey = transportKey;
        this.catalogs = catalogs;
        this.counters = counters;
    }

    /**
     * Opens what is {@code wanted}, now if the transport is there.
     *
     * @throws Unavailable if one of them cannot be opened; then none is
     */
    synchronized void open(List<Pair> wanted, Transport.Receiver to) throws Unavailable {
        receiver = to;
        pairs.addAll(wanted);
        Optional<Transport> there = catalogs.get().find(Transport.class, transportKey);
        if (there.isPresent()) {
            open(there.get());
        } else {
            trouble = Optional.of(waiting());
            LOG.info("{}", waiting());
        }
    }

    private String waiting() {
        return "waits for transport " + transportKey + ", which no installed bundle has";
    }

    /** What keeps the channels from being open; empty if they are. */
    synchronized Optional<String> trouble() {
        return trouble;
    }

    private void open(Transport over) throws Unavailable {
        Map<Endpoint, Transport.Channel> opened = new LinkedHashMap<>();
        List<Pair> chosen = new ArrayList<>();
        try {
            for (Pair pair : pairs) {
                Endpoint plain = open(over, pair.plain(), opened);
                Optional<Endpoint> encapsulated = Optional.empty();
                if (pair.encapsulated().isPresent()) {
                    encapsulated = Optional.of(open(over, pair.encapsulated().get(), opened));
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
        transport = Optional.of(over);
        trouble = Optional.empty();
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
        if (transport.filter(Lease::departed).isPresent()) {
            transport = Optional.empty();
            channels = Map.of();
            trouble = Optional.of(waiting());
        }
        reopen();
    }

    private synchronized void reopen() {
        Optional<Transport> there = catalogs.get().find(Transport.class, transportKey);
        if (closed || pairs.isEmpty() || transport.isPresent() || there.isEmpty()) {
            return;
        }
        retry.cancel();
        try {
            open(there.get());
            LOG.info("Transport {} is there, its channels are open", transportKey);
        } catch (Unavailable why) {
            trouble =
                    Optional.of("is closed, and tried again every " + RETRY_MILLIS / 1_000 + " s: " + why.getMessage());
            LOG.warn("Transport {} is there, but its channels are not: {}", transportKey, why.getMessage());
            retry = host.later(RETRY_MILLIS, () -> queue.execute(this::reopen));
        }
    }

    synchronized void close() {
        closed = true;
        retry.cancel();
        channels.values().forEach(Paths::close);
        channels = Map.of();
        transport = Optional.empty();
        trouble = Optional.of("is closed");
    }

    private static void close(Transport.Channel channel) {
        try {
            channel.close();
        } catch (Departed left) {
            LOG.debug("A channel left before it was closed");
        }
    }

    /** Whoever has our port may keep it for long, and a person who frees it looks after it soon. */
    private static final long RETRY_MILLIS = 2_000;
}
