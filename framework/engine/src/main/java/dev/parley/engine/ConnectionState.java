package dev.parley.engine;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Need;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a connection stands.
 *
 * @param wanted whether it is begun, and begun again when it is lost
 * @param up whether there are SAs
 * @param busy whether it is being begun or ended now
 * @param nextMillis how long until it is tried again, if that is planned
 * @param missing what must be installed before it can be begun
 * @param failure why the last attempt failed; empty if it did not
 */
public record ConnectionState(
        String name,
        boolean wanted,
        boolean up,
        boolean busy,
        OptionalLong nextMillis,
        List<Need> missing,
        Optional<Refusal> failure) {
    /** The name of the event that tells why an attempt failed; in the place of a negotiation's name it has the connection's. */
    public static final String FAILED = "connection-failed";

    public ConnectionState {
        missing = List.copyOf(missing);
    }
}
