package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.wire.Bytes;

/** What the front door does with a datagram. */
public sealed interface Routing {
    /** It belongs to the negotiation under {@code key}. */
    record Existing(LaneKey key) implements Routing {}

    /** It begins a negotiation, which is to be reached under {@code key}. */
    record Fresh(LaneKey key) implements Routing {}

    /** It is answered at once, and no state is kept. */
    record Answer(Bytes reply, String name, String why) implements Routing {}

    /** It proves nothing, but {@code what} it says may concern those that have joined {@code group}: they are told. */
    record Hint(LaneKey group, Object what, String name) implements Routing {}

    /** It is dropped. {@code name} is a counter's name, {@code why} one line. */
    record NotMine(String name, String why) implements Routing {}
}
