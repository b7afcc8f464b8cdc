package dev.parley.ikev2.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The children of an IKE SA in the order in which they came, each with what is to become of it (RFC 7296 sections 1.4.1 and 2.8). */
final class Children {
    private record Held(ChildSa child, ChildLife life) {}

    /** By inbound SPI. */
    private final Map<Bytes, Held> held = new LinkedHashMap<>(Defaults.USUAL_CHILDREN);

    void add(ChildSa child) {
        held.put(child.inboundSpi(), new Held(child, ChildLife.USED));
    }

    void remove(ChildSa child) {
        held.remove(child.inboundSpi());
    }

    List<ChildSa> all() {
        return held.values().stream().map(Held::child).toList();
    }

    /** The pair under this name: the newest, if it is not about to go. */
    Optional<ChildSa> named(String name) {
        return all().stream()
                .filter(child -> child.name().equals(name))
                .reduce((one, other) -> is(other, ChildLife.USED) || !is(one, ChildLife.USED) ? other : one);
    }

    /** The pair with our inbound SPI. */
    Optional<ChildSa> from(Bytes inboundSpi) {
        return Optional.ofNullable(held.get(inboundSpi)).map(Held::child);
    }

    /** The pair with the peer's inbound SPI. */
    Optional<ChildSa> to(Bytes outboundSpi) {
        return all().stream()
                .filter(child -> child.outboundSpi().equals(outboundSpi))
                .findFirst();
    }

    /** Whether it is there, and so. */
    boolean is(ChildSa child, ChildLife life) {
        Held found = held.get(child.inboundSpi());
        return found != null && found.life() == life;
    }

    /** A child that is there becomes so; there is no way back. */
    void becomes(ChildSa child, ChildLife life) {
        held.computeIfPresent(
                child.inboundSpi(), (spi, now) -> life.compareTo(now.life()) > 0 ? new Held(now.child(), life) : now);
    }

    /** Takes over all of {@code other}, as they are. */
    void inherit(Children other) {
        held.putAll(other.held);
        other.held.clear();
    }
}
