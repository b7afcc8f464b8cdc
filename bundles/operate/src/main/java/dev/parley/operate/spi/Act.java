package dev.parley.operate.spi;

import java.util.List;
import java.util.Optional;

/** A replacement of SAs that {@code --rekey} shows. */
public final class Act {
    /** What a negotiation says of itself, before and after the act. */
    public record Watched(String name, List<String> facts) {
        public Watched {
            facts = List.copyOf(facts);
        }
    }

    private final String what;
    private final Optional<String> child;
    private final int messages;
    private final String opening;
    private final String closing;
    private final Optional<Watched> watched;

    private Act(
            String what,
            Optional<String> child,
            int messages,
            String opening,
            String closing,
            Optional<Watched> watched) {
        this.what = what;
        this.child = child;
        this.messages = messages;
        this.opening = opening;
        this.closing = closing;
        this.watched = watched;
    }

    /** {@code child} gets new SAs, in so many messages. */
    public static Act ofChild(String child, int messages) {
        return new Act("child", Optional.of(child), messages, "", "", Optional.empty());
    }

    /** The negotiation itself is replaced, in so many messages; {@code what} it is in a word. */
    public static Act ofAll(String what, int messages) {
        return new Act(what, Optional.empty(), messages, "", "", Optional.empty());
    }

    /** The same with what is said before, and after; {@code {before}} and {@code {after}} stand for what is watched. */
    public Act saying(String before, String after) {
        return new Act(what, child, messages, before, after, watched);
    }

    /** The same, showing under {@code name} these facts of the negotiation. */
    public Act watching(String name, String... facts) {
        return new Act(what, child, messages, opening, closing, Optional.of(new Watched(name, List.of(facts))));
    }

    public String what() {
        return what;
    }

    public Optional<String> child() {
        return child;
    }

    public int messages() {
        return messages;
    }

    public String opening() {
        return opening;
    }

    public String closing() {
        return closing;
    }

    public Optional<Watched> watched() {
        return watched;
    }
}
