package dev.parley.ikev2.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The CHILD_SAs of one IKE SA, the oldest first, and which of them we are deleting (RFC 7296 sections 1.3 and 1.4.1). */
public final class Children {
    private final Rekeying rekeying;
    private final Map<Bytes, ChildSa> pairs = new LinkedHashMap<>(Defaults.USUAL_CHILDREN);
    private final Set<Bytes> closing = new HashSet<>();

    Children(Rekeying rekeying) {
        this.rekeying = rekeying;
    }

    public void added(ChildSa child) {
        pairs.put(child.inboundSpi(), child);
    }

    public void removed(ChildSa child) {
        pairs.remove(child.inboundSpi());
        closing.remove(child.inboundSpi());
        rekeying.keeps(pairs.keySet());
    }

    /** Our DELETE of the child is on its way. */
    public void closing(ChildSa child) {
        closing.add(child.inboundSpi());
    }

    public boolean isClosing(ChildSa child) {
        return closing.contains(child.inboundSpi());
    }

    /** Whether neither end is about to delete it. */
    public boolean stays(ChildSa child) {
        return !isClosing(child) && !rekeying.isSuperseded(child.inboundSpi());
    }

    public List<ChildSa> all() {
        return List.copyOf(pairs.values());
    }

    /** Whether it is there yet, or still. */
    public boolean hold(ChildSa child) {
        return from(child.inboundSpi()).filter(child::equals).isPresent();
    }

    /** The pair that goes under this child's name: the newest, if it is not about to go. */
    public Optional<ChildSa> named(String name) {
        return pairs.values().stream()
                .filter(child -> child.name().equals(name))
                .reduce((one, other) -> stays(other) || !stays(one) ? other : one);
    }

    /** The pair that we name by our own inbound SPI. */
    public Optional<ChildSa> from(Bytes inboundSpi) {
        return Optional.ofNullable(pairs.get(inboundSpi));
    }

    /** The pair that the peer names by its own inbound SPI. */
    public Optional<ChildSa> to(Bytes outboundSpi) {
        return pairs.values().stream()
                .filter(child -> child.outboundSpi().equals(outboundSpi))
                .findFirst();
    }

    /** All of {@code others} are these from now on. */
    void inherit(Children others) {
        pairs.putAll(others.pairs);
        closing.addAll(others.closing);
        others.pairs.clear();
        others.closing.clear();
    }
}
