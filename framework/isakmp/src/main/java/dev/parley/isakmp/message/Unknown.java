package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.Bytes;

/** A payload for which no codec is there. Unknown is legal; what a critical one means is the protocol's business. */
public record Unknown(PayloadType type, boolean critical, Bytes body) implements Payload {}
