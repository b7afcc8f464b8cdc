package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.extension.Catalog;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a negotiation finds in its gateway. */
@ProviderType
public interface Environment {
    /** What is contributed now. Taken at the start of each exchange. */
    Catalog catalog();

    RandomSource random();

    /** Since when the negotiation's protocol is here: of what it heard before, and of SAs that it had, it knows no more. */
    Moment since();

    /** A database of the gateway, by type: policies, peers, SAs. */
    <T> T database(Class<T> type);

    /** The local endpoint beside {@code local} whose messages are UDP-encapsulated, if there is one. */
    Optional<Endpoint> encapsulated(Endpoint local);

    /** Whether another negotiation than this one has joined {@code group}; it may have ended a moment later. */
    boolean others(LaneKey group);
}
