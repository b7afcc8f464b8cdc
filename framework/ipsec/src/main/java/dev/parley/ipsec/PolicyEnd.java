package dev.parley.ipsec;

import dev.parley.isakmp.negotiation.Endpoint;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One end of a policy.
 *
 * @param endpoint where it is reached first
 * @param encapsulatedPort its port for UDP-encapsulated messages, if it has one
 * @param identity who it is
 */
public record PolicyEnd(Endpoint endpoint, OptionalInt encapsulatedPort, Identity identity) {
    /** An end with a port for UDP-encapsulated messages. */
    public PolicyEnd(Endpoint endpoint, int encapsulatedPort, Identity identity) {
        this(endpoint, OptionalInt.of(encapsulatedPort), identity);
    }

    /** Where it is reached once a NAT is found on the way (RFC 7296 section 2.23). */
    public Optional<Endpoint> encapsulated() {
        return encapsulatedPort.isPresent()
                ? Optional.of(new Endpoint(endpoint.address(), encapsulatedPort.getAsInt(), true))
                : Optional.empty();
    }
}
