package dev.parley.operate.dissect;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;

/**
 * What a capture or a hex dump holds of one packet.
 *
 * @param frame its place there, from 1
 * @param nanos since 1970 UTC; 0 if it is not known
 * @param protocol of IP: see {@link dev.parley.capture.IpPacket}
 * @param from with port 0 for what has no ports, and an address of zeros if it is not known; never encapsulated
 */
record Packet(long frame, long nanos, int protocol, Endpoint from, Endpoint to, Bytes payload) {}
