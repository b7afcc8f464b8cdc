package dev.parley.ipsec;

/** Between which UDP ports an SA's packets travel (RFC 3948 section 2.1). */
public record UdpEncapsulation(int sourcePort, int destinationPort) {}
