package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.wire.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** What a protocol may ask while it routes a datagram: nothing that keeps state for a stranger. */
@ProviderType
public interface Doorway {
    /** Whether a negotiation lives under {@code key}. */
    boolean known(LaneKey key);

    /** Monotonic milliseconds. */
    long now();

    /** How busy the host is, as {@code from} counts. */
    Load load(Endpoint from);

    /** The generation whose secret {@link #tag} uses now; it grows as secrets are replaced. */
    int generation();

    /**
     * A keyed tag of 32 octets over {@code what} that only this host can make; all zero for a generation that is
     * forgotten, which no tag of a living one equals.
     */
    Bytes tag(int generation, Bytes what);

    /** Whether an answer of this kind may go out now: bounded in rate, in all and for each address. */
    boolean allow(String kind, Endpoint from);
}
