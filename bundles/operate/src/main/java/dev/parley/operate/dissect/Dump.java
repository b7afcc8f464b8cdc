package dev.parley.operate.dissect;

import dev.parley.isakmp.dissection.Field;
import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Layers as text: their fields as a tree, and the surroundings of a bad octet. */
final class Dump {
    private static final int A_LINE = 16;
    /** Longer values are shown by their beginning; --json has all of them. */
    private static final int MAX_VALUE = 72;

    private static final String STEP = "  ";

    private Dump() {}

    /** A line a field: offset, name, value. */
    static List<String> tree(Layer layer) {
        List<String> lines = new ArrayList<>();
        lines.add(layer.name() + ", " + layer.octets().length() + " octets");
        layer.fields().forEach(field -> tree(field, STEP, lines));
        return lines;
    }

    private static void tree(Field field, String indent, List<String> lines) {
        String value = shortened(field);
        lines.add(String.format(Locale.ROOT, "%5d", field.offset())
                + indent
                + field.name()
                + (value.isEmpty() ? "" : ": " + value));
        field.parts().forEach(part -> tree(part, indent + STEP, lines));
    }

    /** A long value's beginning, and what all of it means. */
    private static String shortened(Field field) {
        String value = field.value();
        int bracket = value.indexOf(" (");
        int end = bracket < 0 ? value.length() : bracket;
        if (end <= MAX_VALUE) {
            return value;
        }
        String meaning = bracket < 0 ? "" : ": " + value.substring(bracket + 2, value.length() - 1);
        return value.substring(0, MAX_VALUE) + "... (" + field.length() + " octets" + meaning + ")";
    }

    /** What is wrong, and the octets around it with a caret beneath the first bad one. */
    static List<String> fault(Layer layer, WireException fault) {
        List<String> lines = new ArrayList<>();
        lines.add("bad: " + fault.getMessage() + (layer.name().equals("message") ? "" : " (" + layer.name() + ")"));
        Bytes octets = layer.octets();
        int row = Math.min(fault.offset(), Math.max(0, octets.length() - 1)) / A_LINE * A_LINE;
        if (row >= A_LINE) {
            lines.add(row(octets, row - A_LINE));
        }
        lines.add(row(octets, row));
        int column = Math.min(fault.offset() - row, Math.min(A_LINE, octets.length() - row));
        lines.add(STEP + "     " + "   ".repeat(Math.max(0, column)) + " ^^");
        return lines;
    }

    private static String row(Bytes octets, int from) {
        StringBuilder row = new StringBuilder(STEP + String.format(Locale.ROOT, "%04x ", from));
        for (int i = from; i < Math.min(from + A_LINE, octets.length()); i++) {
            row.append(' ').append(octets.slice(i, i + 1));
        }
        return row.toString();
    }
}
