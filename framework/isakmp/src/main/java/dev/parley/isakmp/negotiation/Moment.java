package dev.parley.isakmp.negotiation;

/**
 * When an input arrived.
 *
 * @param monotonic milliseconds of a clock that never goes back; only differences mean something
 * @param wall milliseconds since 1970 UTC, for certificates and tickets; may jump
 */
public record Moment(long monotonic, long wall) {}
