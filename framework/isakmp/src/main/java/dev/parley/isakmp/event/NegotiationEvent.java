package dev.parley.isakmp.event;

import java.util.List;

/**
 * Something that a negotiation did or saw. It never holds key material.
 *
 * @param name short and stable, the counter's name, for example {@code integrity-failed}
 * @param text one line for a person, with the RFC section where one applies
 * @param detail more lines, for example both proposals and the first difference
 */
public record NegotiationEvent(Kind kind, String name, String text, List<String> detail) {
    /** What sort of thing happened. */
    public enum Kind {
        SENT,
        RECEIVED,
        RETRANSMITTED,
        /** Something arrived and was not acted upon. */
        IGNORED,
        /** One side said no. */
        REFUSED,
        ESTABLISHED,
        INSTALLED,
        REMOVED,
        FINISHED,
        NOTE
    }

    public NegotiationEvent {
        detail = List.copyOf(detail);
    }

    public NegotiationEvent(Kind kind, String name, String text) {
        this(kind, name, text, List.of());
    }
}
