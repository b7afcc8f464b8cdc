package dev.parley.ikev2.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CHILD_SAs of one IKE SA, the oldest first, each with what is to become of it (RFC 7296 sections 1.3, 1.4.1 and 2.8). */
public final class Children {
    private record Held(ChildSa child, ChildLife life) {}

    /** By inbound SPI. */
    private final Map<Bytes, Held> held = new LinkedHashMap<>(Defaults.USUAL_CHILDREN);

    public void added(ChildSa child) {
        held.put(child.inboundSpi(), new Held(child, ChildLife.USED));
    }

    public void removed(ChildSa child) {
        held.remove(child.inboundSpi());
    }

    /** Our DELETE of the child is on its way. */
    public void closing(ChildSa child) {
        becomes(child, ChildLife.CLOSING);
    }

    public boolean isClosing(ChildSa child) {
        return is(child, ChildLife.CLOSING);
    }

    /** The peer has replaced the child, and will delete it. */
    public void superseded(ChildSa child) {
        becomes(child, ChildLife.SUPERSEDED);
    }

    public boolean isSuperseded(ChildSa child) {
        return is(child, ChildLife.SUPERSEDED);
    }

    /** Whether it is there, and neither end is about to delete it. */
    public boolean stays(ChildSa child) {
        return is(child, ChildLife.USED);
    }

    public List<ChildSa> all() {
        return held.values().stream().map(Held::child).toList();
    }

    /** Whether it is there yet, or still. */
    public boolean hold(ChildSa child) {
        return from(child.inboundSpi()).filter(child::equals).isPresent();
    }

    /** The pair that goes under this child's name: the newest, if it is not about to go. */
    public Optional<ChildSa> named(String name) {
        return all().stream()
                .filter(child -> child.name().equals(name))
                .reduce((one, other) -> stays(other) || !stays(one) ? other : one);
    }

    /** The pair that we name by our own inbound SPI. */
    public Optional<ChildSa> from(Bytes inboundSpi) {
        return Optional.ofNullable(held.get(inboundSpi)).map(Held::child);
    }

    /** The pair that the peer names by its own inbound SPI. */
    public Optional<ChildSa> to(Bytes outboundSpi) {
        return all().stream()
                .filter(child -> child.outboundSpi().equals(outboundSpi))
                .findFirst();
    }

    /** All of {@code others} are these from now on, as they are. */
    void inherit(Children others) {
        held.putAll(others.held);
        others.held.clear();
    }

    private boolean is(ChildSa child, ChildLife life) {
        Held found = held.get(child.inboundSpi());
        return found != null && found.life() == life;
    }

    /** There is no way back. */
    private void becomes(ChildSa child, ChildLife life) {
        held.computeIfPresent(
                child.inboundSpi(), (spi, now) -> life.compareTo(now.life()) > 0 ? new Held(now.child(), life) : now);
    }
}
