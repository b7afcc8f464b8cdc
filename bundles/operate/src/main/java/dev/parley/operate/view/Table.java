package dev.parley.operate.view;

import java.util.ArrayList;
import java.util.List;

/** Text in aligned columns. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    /** Adds a row with as many cells as there are heads. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Heads and rows; the last column is not padded. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(heads));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(cells.get(i));
            if (i < cells.size() - 1) {
                line.append(" ".repeat(width(i) - cells.get(i).length()));
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = heads.get(column).length();
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }
}
