package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.wire.Bytes;

/**
 * A name under which a negotiation can be reached.
 *
 * @param protocol the protocol's key
 * @param kind what sort of name, the protocol's own word, for example {@code spi}
 */
public record LaneKey(String protocol, String kind, Bytes value) {}
