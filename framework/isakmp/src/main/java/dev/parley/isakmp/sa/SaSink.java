package dev.parley.isakmp.sa;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes Security Associations somewhere: a kernel, a file, a researcher's program. Calls come one after the other, never on
 * a negotiation's thread; they may block. All sinks are used; a sink that arrives late is given what is installed.
 */
@ConsumerType
@ExtensionPoint(value = "sa-sink", all = true)
public interface SaSink extends Extension {
    /** Says, before the first SA, where the sink may report of those of {@code gateway}; most have nothing to say. */
    default void reportTo(String gateway, SaReports reports) {}

    /**
     * @param inbound whether this host is its destination
     * @throws Unavailable the sink cannot: the negotiation is refused and what was installed is removed again
     */
    void install(String gateway, SecurityAssociation sa, boolean inbound) throws Unavailable;

    /** The SA named by {@code now} has changed. */
    void update(String gateway, SecurityAssociation now) throws Unavailable;

    /**
     * The packets of {@code before} come from elsewhere, or go elsewhere, from now on: it is {@code now}, with the same keys, and its
     * counters go on. Who looks at no addresses has nothing to do.
     */
    default void move(String gateway, SecurityAssociation before, SecurityAssociation now) throws Unavailable {}

    /** Removes what {@link #install} was given; a name that is not there is no error. */
    void remove(String gateway, SecurityAssociation sa);

    /** Says, after the last SA, that {@code gateway} was closed: what it reports of it from now on is heard by nobody. */
    default void gone(String gateway) {}
}
