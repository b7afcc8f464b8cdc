package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/** A negotiation protocol, hosted as EAP hosts its methods. One a bundle; keeps no state of peers. */
@ConsumerType
@ExtensionPoint("negotiation-protocol")
public interface NegotiationProtocol extends Extension {
    /** The UDP ports that the RFC gives it; a configuration may move them. */
    UdpPorts udpPorts();

    /** The highest major version of the header that it speaks: who claims the highest answers for versions that nobody claims. */
    int majorVersion();

    /**
     * Whether a negotiation is an SA itself, an ISAKMP SA: then a policy says with which algorithms and for how long, and it can be
     * replaced. One without is protected by other means.
     */
    default boolean isOwnSa() {
        return true;
    }

    /**
     * What keeps a wish from ever coming true, for who wrote it: lines of a place in the policy, a colon and the reason, such as {@code
     * settings.window: it is no number}. Asked when a configuration is loaded.
     */
    default List<String> mistakes(Wish wish) {
        return List.of();
    }

    /** Says where a datagram belongs. Called by receiving threads, several at once: decodes no more than a header. */
    Routing route(Datagram datagram, Doorway door);

    /**
     * How long a peer may take to show a key, in milliseconds, where the host's own time does not fit: longer if a person has to
     * type, shorter if one datagram has to do. The host has a bound of its own.
     */
    default OptionalLong halfOpenMillis() {
        return OptionalLong.empty();
    }

    /** A negotiation for the peer's first datagram, which it is handed next. */
    Negotiation respond(LaneKey key, Environment environment);

    /** A negotiation of our own, which is handed {@link Verb#ESTABLISH} next. */
    Negotiation initiate(Wish wish, Environment environment);

    /** Where a command belongs if a negotiation for it lives; without one, {@link Verb#ESTABLISH} makes it. */
    default Optional<LaneKey> home(Verb verb, Wish wish) {
        return Optional.empty();
    }
}
