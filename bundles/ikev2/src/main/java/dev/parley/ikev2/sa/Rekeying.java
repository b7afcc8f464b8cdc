package dev.parley.ikev2.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of an IKE SA is being made or replaced by us, and what the peer replaced meanwhile (RFC 7296 sections 2.8 and 2.25). */
public final class Rekeying {
    /** What our outstanding CREATE_CHILD_SA is for. */
    public sealed interface Doing {
        /** A new child. */
        record Creating() implements Doing {}

        /** The replacement of the child with this inbound SPI. */
        record Child(Bytes inboundSpi) implements Doing {}

        /** The replacement of the IKE SA. */
        record Ike() implements Doing {}
    }

    /**
     * The peer's replacement of what we were replacing too.
     *
     * @param lowestNonce the lower of the two nonces of the peer's exchange
     * @param made what it made
     */
    public record Crossing<T>(Bytes lowestNonce, T made) {}

    /** Only one of them can be ours; the peer might name any number. */
    private static final int MAX_FORGONE = 64;

    private Optional<Doing> doing = Optional.empty();
    private final Map<Bytes, Crossing<ChildSa>> children = new HashMap<>();
    private final Set<Bytes> forgone = new HashSet<>();
    private Optional<Crossing<IkeSa>> ike = Optional.empty();

    /** What our outstanding CREATE_CHILD_SA is for. */
    public Optional<Doing> doing() {
        return doing;
    }

    public void begins(Doing what) {
        doing = Optional.of(what);
    }

    public void ends() {
        doing = Optional.empty();
        forgone.clear();
    }

    /** Whether the answer that we await may bring a child that the peer has already. */
    public boolean makingChild() {
        return doing.filter(what -> !(what instanceof Doing.Ike)).isPresent();
    }

    /** The peer deletes what we do not have: perhaps the child that we are making, whose answer is late. */
    public void forgone(Bytes outboundSpi) {
        if (makingChild() && forgone.size() < MAX_FORGONE) {
            forgone.add(outboundSpi);
        }
    }

    /** Whether the peer has deleted it before we knew it. */
    public boolean isForgone(Bytes outboundSpi) {
        return forgone.contains(outboundSpi);
    }

    /** Whether we are replacing the child with this inbound SPI. */
    public boolean replacing(Bytes inboundSpi) {
        return doing.filter(new Doing.Child(inboundSpi)::equals).isPresent();
    }

    /** Whether we are replacing the IKE SA. */
    public boolean replacingIke() {
        return doing.filter(Doing.Ike.class::isInstance).isPresent();
    }

    /** The peer has replaced the child that we are replacing too. */
    public void crossed(Bytes inboundSpi, Crossing<ChildSa> crossing) {
        children.put(inboundSpi, crossing);
    }

    public Optional<Crossing<ChildSa>> takeCrossing(Bytes inboundSpi) {
        return Optional.ofNullable(children.remove(inboundSpi));
    }

    /** The peer has replaced the IKE SA that we are replacing too. */
    public void crossed(Crossing<IkeSa> crossing) {
        ike = Optional.of(crossing);
    }

    public Optional<Crossing<IkeSa>> takeCrossing() {
        Optional<Crossing<IkeSa>> taken = ike;
        ike = Optional.empty();
        return taken;
    }
}
