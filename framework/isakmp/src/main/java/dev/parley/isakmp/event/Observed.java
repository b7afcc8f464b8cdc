package dev.parley.isakmp.event;

/**
 * An event with where and when it happened.
 *
 * @param gateway the gateway's name
 * @param protocol the protocol's key
 * @param negotiation a short name of the negotiation, unique within its gateway
 * @param at monotonic milliseconds
 * @param wall milliseconds since 1970 UTC
 */
public record Observed(
        String gateway, String protocol, String negotiation, long at, long wall, NegotiationEvent event) {}
