package dev.parley.operate.dissect;

import dev.parley.isakmp.dissection.Dissection;

/**
 * What a packet turned out to be.
 *
 * @param protocol the dissector's key, or {@code esp} and the like
 */
record Seen(Kind kind, String protocol, Packet packet, Dissection dissection) {
    /** Sorts of packets. */
    enum Kind {
        /** A dissector knows it. */
        MESSAGE,
        /** IPsec's own traffic. */
        TRAFFIC,
        /** It came where messages come, and nobody knows it. */
        UNREADABLE,
        /** None of our business. */
        OTHER
    }
}
