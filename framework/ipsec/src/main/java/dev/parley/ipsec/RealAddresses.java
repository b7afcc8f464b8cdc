package dev.parley.ipsec;

import dev.parley.isakmp.wire.Bytes;

/**
 * The addresses that packets of a transport-mode SA left their sender with, before a NAT rewrote them: whoever checks the TCP or UDP
 * checksum inside needs them (RFC 7296 section 2.23.1, RFC 3948 section 3.1.2).
 */
public record RealAddresses(Bytes source, Bytes destination) {}
