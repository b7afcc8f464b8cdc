package dev.parley.isakmp.conversation;

import java.util.Map;
import java.util.stream.Collectors;

/** Names of a registry's numbers as a table, one a line: the number, a space, the name. A number without a name is legal. */
public final class Names {
    private final Map<Integer, String> names;

    private Names(Map<Integer, String> names) {
        this.names = names;
    }

    /** Reads a table such as {@code "1 AH\n2 ESP"}; a line without a number is an {@link IllegalArgumentException}. */
    public static Names of(String table) {
        return new Names(table.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toUnmodifiableMap(parts -> Integer.valueOf(parts[0]), parts -> parts[1])));
    }

    /** The name of {@code number}, or {@code prefix} and the number itself. */
    public String name(int number, String prefix) {
        return names.getOrDefault(number, prefix + number);
    }
}
