package dev.parley.ikev2.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of an IKE SA is being made or replaced, by us and by the peer whose requests we are answering, and what the peer replaced
 * meanwhile (RFC 7296 sections 2.8 and 2.25).
 */
public final class Rekeying {
    /** What a CREATE_CHILD_SA in progress is for. */
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

    private record Theirs(long id, Doing what) {}

    /** Only one of them can be ours; the peer might name any number. */
    private static final int MAX_FORGONE = 64;

    private List<Doing> ours = List.of();
    private List<Theirs> theirs = List.of();
    private final Map<Bytes, Crossing<ChildSa>> children = new HashMap<>();
    private final Set<Bytes> forgone = new HashSet<>();
    private Optional<Crossing<IkeSa>> ike = Optional.empty();

    /** What our CREATE_CHILD_SAs in progress are for. */
    public List<Doing> ours() {
        return ours;
    }

    /** What those of the peer are for that we are answering, but for the one under {@code id}. */
    public List<Doing> theirsBeside(long id) {
        return theirs.stream().filter(each -> each.id() != id).map(Theirs::what).toList();
    }

    /** An exchange of ours begins. */
    public void begins(Doing what) {
        ours = Few.with(ours, what);
    }

    /** An exchange of ours is over. */
    public void ends(Doing what) {
        ours = Few.minus(ours, what);
        if (what instanceof Doing.Child child) {
            children.remove(child.inboundSpi());
        }
        if (!makingChild()) {
            forgone.clear();
        }
    }

    /** We are about to do what the peer asked under {@code id}. */
    public void answers(long id, Doing what) {
        theirs = Few.with(theirs, new Theirs(id, what));
    }

    /** The peer has our answer to that. */
    public void answered(long id) {
        theirs = Few.without(theirs, each -> each.id() == id);
    }

    /** Whether an answer that we await may bring a child that the peer has already. */
    public boolean makingChild() {
        return ours.stream().anyMatch(what -> !(what instanceof Doing.Ike));
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
        return ours.contains(new Doing.Child(inboundSpi));
    }

    /** Whether we are replacing the IKE SA. */
    public boolean replacingIke() {
        return ours.contains(new Doing.Ike());
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
