package dev.parley.isakmp.event;

import java.util.function.Supplier;

/** A line for a person or a file, put together when the first one reads it: most are never read. Equal if it reads the same. */
public final class Text {
    private Supplier<String> maker;
    private volatile String text;

    private Text(Supplier<String> maker) {
        this.maker = maker;
    }

    /** This very line. */
    public static Text of(String line) {
        Text text = new Text(() -> line);
        text.text = line;
        return text;
    }

    /** The line that {@code maker} makes, from values that do not change. */
    public static Text later(Supplier<String> maker) {
        return new Text(maker);
    }

    @Override
    public String toString() {
        String known = text;
        return known == null ? made() : known;
    }

    private synchronized String made() {
        if (text == null) {
            text = maker.get();
            maker = () -> text;
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
