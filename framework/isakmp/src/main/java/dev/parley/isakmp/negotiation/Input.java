package dev.parley.isakmp.negotiation;

import org.osgi.annotation.versioning.ProviderType;

/** What reaches a negotiation. A kind that it does not know is to be ignored: the list may grow. */
@ProviderType
public sealed interface Input {
    Moment when();

    /** A datagram arrived. */
    record Received(Moment when, Datagram datagram) implements Input {}

    /** The timer that was started under {@code timer} has run out. */
    record TimerExpired(Moment when, String timer) implements Input {}

    /** What was offloaded, or asked by {@link Effect.Change}, under {@code ticket} has ended. */
    record WorkDone(Moment when, long ticket, Outcome outcome) implements Input {}

    /** Another negotiation forwarded or told {@code what}. */
    record Handed(Moment when, Object what) implements Input {}

    /** A person or the host wants something. */
    record Command(Moment when, Verb verb, Wish wish) implements Input {}
}
