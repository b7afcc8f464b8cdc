package dev.parley.kink.peer;

import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pairs of SAs with one peer, the SPIs of those that are about to be, and of those that are gone. */
public final class Pairs {
    private final Map<Bytes, Pair> byInbound = new LinkedHashMap<>();
    private final Set<Spi> installing = new HashSet<>();
    private final Set<Spi> tombstones = new LinkedHashSet<>();

    /** In the order of their making. */
    public List<Pair> all() {
        return List.copyOf(byInbound.values());
    }

    public boolean isEmpty() {
        return byInbound.isEmpty();
    }

    /** The pair whose inbound SA has this SPI. */
    public Optional<Pair> of(Bytes inboundSpi) {
        return Optional.ofNullable(byInbound.get(inboundSpi));
    }

    /** The pair that the peer names by the SPI it chose. */
    public Optional<Pair> named(Spi peers) {
        return byInbound.values().stream()
                .filter(pair -> Spi.of(pair.outbound()).equals(peers))
                .findFirst();
    }

    /** The pair that an installed SA belongs to. */
    public Optional<Pair> with(SecurityAssociation sa) {
        return byInbound.values().stream()
                .filter(pair -> pair.inbound().equals(sa) || pair.outbound().equals(sa))
                .findFirst();
    }

    /** Pairs that carry a connection's traffic, or one child's of it. */
    public List<Pair> up(String connection, Optional<String> child) {
        return at(Pair.Stage.UP, connection, child);
    }

    /** Pairs that are so far, of a connection or one child of it. */
    public List<Pair> at(Pair.Stage stage, String connection, Optional<String> child) {
        return byInbound.values().stream()
                .filter(pair -> pair.stage() == stage && pair.connection().equals(connection))
                .filter(pair -> child.map(pair.child()::equals).orElse(true))
                .toList();
    }

    /** Adds a pair, or puts it in its former place. */
    public void put(Pair pair) {
        byInbound.put(pair.inboundSpi(), pair);
    }

    public void remove(Pair pair) {
        byInbound.remove(pair.inboundSpi());
    }

    /** The sinks are asked for an SA under this SPI of the peer's: what is said of it must wait for the answer. */
    public void installs(Spi peers) {
        installing.add(peers);
    }

    public void installed(Spi peers) {
        installing.remove(peers);
    }

    public boolean installing(Spi peers) {
        return installing.contains(peers);
    }

    /**
     * The peer has deleted what it called so: a CREATE or a REPLY with it that arrives later was overtaken, and would make an SA
     * that only we have.
     */
    public void bury(Spi peers) {
        if (tombstones.size() >= Defaults.MAX_TOMBSTONES) {
            tombstones.remove(tombstones.iterator().next());
        }
        tombstones.add(peers);
    }

    public boolean buried(Spi peers) {
        return tombstones.contains(peers);
    }

    /** Whether a CREATE with this SPI of the peer's is to be refused (RFC 4430 section 3.2). */
    public boolean taken(Spi peers) {
        return named(peers).isPresent() || installing(peers) || buried(peers);
    }

    public boolean full() {
        return byInbound.size() + installing.size() >= Defaults.MAX_PAIRS;
    }

    /** Takes out the pairs that were made when the peer had another epoch. */
    List<Pair> takeAllBut(long epoch) {
        List<Pair> gone = new ArrayList<>();
        for (Pair pair : all()) {
            if (pair.epoch().filter(known -> known != epoch).isPresent()) {
                remove(pair);
                gone.add(pair);
            }
        }
        return gone;
    }
}
