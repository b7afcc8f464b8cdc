package dev.parley.engine;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gateway: its endpoints, its databases, and the negotiations that live in it. Safe for several threads. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final String name;
    private final Site site;
    private final Router router;
    private final CatalogTracker catalogs;
    private final List<Paths.Pair> pairs;
    private Runnable deaf = () -> {};
    private final Commands commands;

    private Gateway(Builder builder) {
        Counters counters = new Counters();
        Admission admission = new Admission(builder.limits, builder.host);
        Watchers watchers =
                new Watchers(builder.host, builder.catalogs::catalog, counters, builder.limits.observerEvents());
        Connections connections =
                new Connections(builder.name, builder.host, builder.catalogs::catalog, watchers, this::commands);
        this.name = builder.name;
        this.catalogs = builder.catalogs;
        this.pairs = List.copyOf(builder.pairs);
        this.site = new Site(
                name,
                builder.host,
                builder.limits,
                catalogs::catalog,
                Map.copyOf(builder.databases),
                counters,
                watchers,
                new Sinks(name, builder.host, catalogs::catalog, builder.sinks, new SinksEar()),
                connections,
                admission,
                new Workshop(builder.host, admission, counters),
                new Paths(builder.transport, catalogs::catalog, counters),
                new LaneTable(),
                new Residents(builder.host));
        this.router = new Router(site);
        this.commands = new Commands(site);
    }

    /** A gateway called {@code name} in the world of {@code host}, with the plug-ins of {@code catalogs}. */
    public static Builder builder(String name, Host host, CatalogTracker catalogs) {
        return new Builder(name, host, catalogs);
    }

    /** What a gateway is made of. */
    public static final class Builder {
        private final String name;
        private final Host host;
        private final CatalogTracker catalogs;
        private final Map<Class<?>, Object> databases = new LinkedHashMap<>();
        private final List<SaSink> sinks = new ArrayList<>();
        private final List<Paths.Pair> pairs = new ArrayList<>();
        private Limits limits = Limits.DEFAULT;
        private String transport = "udp";

        private Builder(String name, Host host, CatalogTracker catalogs) {
            this.name = name;
            this.host = host;
            this.catalogs = catalogs;
        }

        public Builder limits(Limits those) {
            limits = those;
            return this;
        }

        /** What negotiations find under {@code type} in their environment. */
        public <T> Builder database(Class<T> type, T database) {
            databases.put(type, database);
            return this;
        }

        /** A sink of this gateway alone, asked before those of the catalog, in the order in which they are named here. */
        public Builder sink(SaSink sink) {
            sinks.add(sink);
            return this;
        }

        /** A local endpoint, and the one beside it for UDP-encapsulated messages; port 0 lets the transport choose. */
        public Builder listen(Endpoint plain, Optional<Endpoint> encapsulated) {
            return listen(plain, encapsulated, Set.of());
        }

        /** The same; {@code protocols}, by their keys, are spoken there beside those that their RFC gives the port. */
        public Builder listen(Endpoint plain, Optional<Endpoint> encapsulated, Set<String> protocols) {
            pairs.add(new Paths.Pair(plain, encapsulated, protocols));
            return this;
        }

        /** The key of the transport, {@code udp} unless it is said here. */
        public Builder transport(String key) {
            transport = key;
            return this;
        }

        /** The gateway; it is deaf until {@link Gateway#start}. */
        public Gateway build() {
            return new Gateway(this);
        }

        /** Builds and starts it. */
        public Gateway start() throws Unavailable {
            return build().start();
        }
    }

    /**
     * Opens the endpoints.
     *
     * @return this
     * @throws Unavailable if one cannot be opened; then none is
     */
    public Gateway start() throws Unavailable {
        site.residents().look(catalogs.catalog());
        site.paths().open(pairs, this::receive);
        site.sinks().catalogChanged();
        Runnable noChanges = catalogs.onChange(this::catalogChanged);
        Runnable noDrains = catalogs.onDrain(this::drain);
        deaf = () -> {
            noChanges.run();
            noDrains.run();
        };
        return this;
    }

    public String name() {
        return name;
    }

    /** The open endpoints with the ports that were chosen: each plain one, followed by the encapsulated one beside it. */
    public List<Endpoint> endpoints() {
        return site.paths().endpoints();
    }

    /** Takes a datagram from a transport. Never blocks, never throws. */
    public void receive(Datagram datagram) {
        router.receive(datagram);
    }

    /**
     * Hands {@code wish} to the negotiation that is its home; without one, {@link Verb#ESTABLISH} begins one.
     *
     * @param settled is told once: empty when the wish has come true, else why not
     */
    public void command(Verb verb, Wish wish, Consumer<Optional<Refusal>> settled) {
        commands.toHome(verb, wish, lane -> {}, settled);
    }

    /** Makes a standing wish known, in place of one of the same name; nobody wants it yet. */
    public void connection(Wish wish) {
        site.connections().add(wish);
    }

    /**
     * From now on a connection is wanted: it is begun, and begun again when it fails or is lost, until {@link #down}.
     *
     * @param settled is told once how this attempt ended
     */
    public void up(String connection, Consumer<Optional<Refusal>> settled) {
        site.connections().up(connection, settled);
    }

    /**
     * From now on a connection is not wanted, and its negotiations end.
     *
     * @param settled is told once when they have, or that there was nothing to end
     */
    public void down(String connection, Consumer<Optional<Refusal>> settled) {
        site.connections().down(connection, settled);
    }

    /** How the connections stand, in the order in which they were made known. */
    public CompletableFuture<List<ConnectionState>> connections() {
        return site.connections().states();
    }

    /** What each living negotiation says of itself, with {@code negotiation}, {@code protocol} and {@code halfOpen}. */
    public CompletableFuture<List<Map<String, String>>> negotiations() {
        List<CompletableFuture<Optional<Map<String, String>>>> asked =
                site.lanes().living().stream().map(Lane::facts).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        asked.stream().flatMap(one -> one.join().stream()).toList());
    }

    /** What the one of {@link #negotiations} that events call {@code name} says of itself; empty if it does not live. */
    public CompletableFuture<Optional<Map<String, String>>> negotiation(String name) {
        return site.lanes()
                .named(name)
                .map(Lane::facts)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** What was counted, by name: events, drops, bugs, and what the transport counted. */
    public Map<String, Long> counters() {
        Map<String, Long> all = site.counters().values();
        site.paths().counters().forEach((name, count) -> all.merge(name, count, Long::sum));
        return all;
    }

    /** How many negotiations live. */
    public int lanes() {
        return site.lanes().size();
    }

    /** Under how many keys they are reached. */
    public int keys() {
        return site.lanes().keys();
    }

    /** How many memberships of groups they have. */
    public int groups() {
        return site.lanes().groups();
    }

    /** How many timers run for them. */
    public int timers() {
        return site.lanes().timers().get();
    }

    /** How many of them are half-open. */
    public int halfOpen() {
        return site.admission().total();
    }

    /** Brings what sinks say to whom it concerns. */
    private final class SinksEar implements Sinks.Ear {
        @Override
        public void changed(List<SecurityAssociation> installed, List<SecurityAssociation> removed) {
            site.connections().changed(installed, removed);
        }

        @Override
        public void acquired(String connection) {
            site.connections().acquired(connection);
        }

        @Override
        public void expires(long owner, Verb verb, SecurityAssociation sa) {
            site.lanes().numbered(owner).ifPresent(lane -> lane.expires(verb, sa));
        }
    }

    private Commands commands() {
        return commands;
    }

    private CompletableFuture<?> drain(List<Extension> leaving) {
        leaving.stream()
                .filter(NegotiationProtocol.class::isInstance)
                .map(NegotiationProtocol.class::cast)
                .forEach(router::leaves);
        return CompletableFuture.allOf(site.lanes().living().stream()
                .filter(lane -> leaving.contains(lane.protocol()))
                .map(Lane::drain)
                .toArray(CompletableFuture[]::new));
    }

    private void catalogChanged() {
        site.residents().look(catalogs.catalog());
        router.catalogChanged();
        site.paths().catalogChanged();
        site.sinks().catalogChanged();
        site.connections().catalogChanged();
        for (Lane lane : site.lanes().living()) {
            if (Lease.departed(lane.protocol())) {
                lane.end("protocol-departed", "the bundle of " + lane.protocol().key() + " has left");
            }
        }
    }

    /**
     * Closes the endpoints, ends the negotiations without a word to the peers, and removes their SAs from the sinks.
     *
     * @return over when all that is done
     */
    public CompletableFuture<Void> shut() {
        commands.close();
        site.connections().close();
        deaf.run();
        site.paths().close();
        List<CompletableFuture<Void>> ending = new ArrayList<>();
        for (Lane lane : site.lanes().living()) {
            ending.add(lane.end("gateway-closed", "gateway " + name + " was closed"));
        }
        ending.add(site.sinks().close());
        router.wipe();
        return CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new));
    }

    /** {@link #shut}, and waits a moment until it is done. */
    @Override
    public void close() {
        if (!CatalogTracker.within(CLOSING_MILLIS, shut())) {
            LOG.warn("Gateway {} is closed although its sinks have not removed all SAs yet", name);
        }
    }

    /** A sink that takes longer does not answer any more, and a person waits. */
    private static final long CLOSING_MILLIS = 2_000;
}
