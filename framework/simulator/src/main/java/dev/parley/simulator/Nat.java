package dev.parley.simulator;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A NAT in front of one site: each of its endpoints gets a port at one public address (RFC 4787 section 4.1). */
public final class Nat {
    /** Far from every port that a site chooses for itself, so that a rewritten one is seen at once. */
    private static final int FIRST_PORT = 20_000;

    private final Bytes outside;
    private final Map<Endpoint, Endpoint> mappings = new LinkedHashMap<>();
    private int nextPort = FIRST_PORT;

    Nat(Bytes outside) {
        this.outside = outside;
    }

    /** The public address. */
    public Bytes outside() {
        return outside;
    }

    /** What comes to {@code port} outside goes to the same port inside, and the other way: the site can be called. */
    public Nat forwarding(Endpoint inside, int port) {
        mappings.put(inside, new Endpoint(outside, port, inside.encapsulated()));
        return this;
    }

    /** Forgets all mappings, as a NAT that restarted: the next datagram from inside gets a new port. */
    public void forget() {
        mappings.clear();
    }

    Endpoint outward(Endpoint inside) {
        return mappings.computeIfAbsent(inside, unknown -> new Endpoint(outside, nextPort++, inside.encapsulated()));
    }

    Optional<Endpoint> inward(Endpoint to) {
        return mappings.entrySet().stream()
                .filter(mapping -> mapping.getValue().port() == to.port())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
