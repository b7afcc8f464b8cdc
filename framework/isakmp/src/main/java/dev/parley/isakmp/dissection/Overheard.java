package dev.parley.isakmp.dissection;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/**
 * A datagram between two others.
 *
 * @param nanos since 1970 UTC; 0 if it is not known
 * @param from an address of zeros if it is not known
 * @param octets without the marker that an encapsulated endpoint puts in front (RFC 3948 section 2.2)
 */
public record Overheard(long nanos, Endpoint from, Endpoint to, Bytes octets) {}
