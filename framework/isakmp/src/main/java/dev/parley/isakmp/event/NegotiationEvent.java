package dev.parley.isakmp.event;

import java.util.List;
import java.util.Objects;

/** Something that a negotiation did or saw. It never holds key material. */
public final class NegotiationEvent {
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

    private final Kind kind;
    private final String name;
    private final Text text;
    private final List<String> detail;

    /**
     * @param name short and stable, the counter's name, for example {@code integrity-failed}
     * @param text one line for a person, with the RFC section where one applies
     * @param detail more lines, for example both proposals and the first difference
     */
    public NegotiationEvent(Kind kind, String name, String text, List<String> detail) {
        this(kind, name, Text.of(text), detail);
    }

    public NegotiationEvent(Kind kind, String name, String text) {
        this(kind, name, text, List.of());
    }

    /** The same, with a line that nobody need put together if nobody reads it. */
    public NegotiationEvent(Kind kind, String name, Text text) {
        this(kind, name, text, List.of());
    }

    private NegotiationEvent(Kind kind, String name, Text text, List<String> detail) {
        this.kind = kind;
        this.name = name;
        this.text = text;
        this.detail = List.copyOf(detail);
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public String text() {
        return text.toString();
    }

    public List<String> detail() {
        return detail;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NegotiationEvent that
                && kind == that.kind
                && name.equals(that.name)
                && text.equals(that.text)
                && detail.equals(that.detail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, text, detail);
    }

    @Override
    public String toString() {
        return "NegotiationEvent[" + kind + ", " + name + ", " + text + ", " + detail + "]";
    }
}
