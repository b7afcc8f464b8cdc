package dev.parley.operate.config;

import dev.parley.ipsec.Policy;

/** A standing wish of the configuration: how to talk to a peer, and who begins. */
public record Connection(Policy policy, Start start) {
    /** Who begins. */
    public enum Start {
        /** The peer, or a person with {@code parley up}. */
        WAIT,
        /** We do, as soon as we run. */
        INITIATE
    }
}
