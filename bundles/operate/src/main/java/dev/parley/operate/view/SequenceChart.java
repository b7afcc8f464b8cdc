package dev.parley.operate.view;

import java.util.ArrayList;
import java.util.List;

/** Messages between two gateways as they happen: two life lines, an arrow a message, what it says above the arrow. */
public final class SequenceChart {
    /** Fits a terminal of 80 columns. */
    private static final int WIDTH = 72;

    private static final String INDENT = "  ";

    /** Who sends. */
    public enum From {
        LEFT,
        RIGHT
    }

    /** The names of both, each with a line of its own below it. */
    public List<String> heads(String left, String leftBelow, String right, String rightBelow) {
        return List.of(spread(left, right), spread(leftBelow, rightBelow));
    }

    /** A message. */
    public List<String> message(From from, String text) {
        List<String> lines = new ArrayList<>();
        lines.add(INDENT + "|" + " ".repeat(WIDTH) + "|");
        for (String part : Wrapping.wrap(text, WIDTH - 4)) {
            String padding = " ".repeat(WIDTH - 4 - part.length());
            String inside = from == From.LEFT ? "  " + part + padding + "  " : "  " + padding + part + "  ";
            lines.add(INDENT + "|" + inside + "|");
        }
        String shaft = "-".repeat(WIDTH - 1);
        lines.add(INDENT + "|" + (from == From.LEFT ? shaft + ">" : "<" + shaft) + "|");
        return lines;
    }

    private static String spread(String left, String right) {
        return INDENT + left + " ".repeat(Math.max(1, WIDTH + 2 - left.length() - right.length())) + right;
    }
}
