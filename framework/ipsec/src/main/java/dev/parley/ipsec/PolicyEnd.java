package dev.parley.ipsec;

import dev.parley.isakmp.negotiation.Endpoint;

/**
 * One end of a policy.
 *
 * @param endpoint where it is reached first
 * @param encapsulatedPort its port for UDP-encapsulated messages
 * @param identity who it is
 */
public record PolicyEnd(Endpoint endpoint, int encapsulatedPort, Identity identity) {
    /** Where it is reached once a NAT is found on the way (RFC 7296 section 2.23). */
    public Endpoint encapsulated() {
        return new Endpoint(endpoint.address(), encapsulatedPort, true);
    }
}
