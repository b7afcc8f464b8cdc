package dev.parley.ikev2.exchange;

import dev.parley.isakmp.wire.Bytes;

/**
 * What IKE_AUTH proves: both messages of IKE_SA_INIT, every octet as it was on the wire, and the nonces (RFC 7296 section 2.15).
 */
record Handshake(Bytes realMessage1, Bytes realMessage2, Bytes ni, Bytes nr) {}
