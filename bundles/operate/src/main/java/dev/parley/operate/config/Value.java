package dev.parley.operate.config;

import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON value and where it stands. What it is not is noted as a mistake, and then it is nothing. */
record Value(String path, JsonElement element, Mistakes mistakes) {
    Optional<Fields> object() {
        return element.isJsonObject()
                ? Optional.of(new Fields(path, element.getAsJsonObject(), mistakes))
                : wrong("an object {…} belongs here");
    }

    /** The values of a list that must not be empty. */
    List<Value> list() {
        List<Value> values = new ArrayList<>();
        if (!element.isJsonArray() || element.getAsJsonArray().isEmpty()) {
            wrong("a list […] with at least one value belongs here");
        } else {
            element.getAsJsonArray()
                    .forEach(value -> values.add(new Value(path + "[" + values.size() + "]", value, mistakes)));
        }
        return values;
    }

    /** Text that is not empty. */
    Optional<String> text() {
        if (!isText()) {
            return wrong("text in quotes belongs here");
        }
        return element.getAsString().isEmpty() ? wrong("it is empty") : Optional.of(element.getAsString());
    }

    /** A path, from {@code folder} on unless it is absolute. */
    Optional<Path> path(Path folder) {
        return text().flatMap(text -> {
            try {
                return Optional.of(folder.resolve(text));
            } catch (InvalidPathException e) {
                return wrong("no path on this system: " + e.getReason());
            }
        });
    }

    /** A whole number within bounds. */
    Optional<Long> number(long least, long most) {
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
            try {
                long number = new BigDecimal(element.getAsString()).longValueExact();
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            } catch (ArithmeticException | NumberFormatException e) {
                return wrong("a whole number belongs here, not " + element.getAsString());
            }
            return wrong(element.getAsString() + " is not between " + least + " and " + most);
        }
        return wrong("a whole number belongs here, without quotes");
    }

    boolean isText() {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    <T> Optional<T> wrong(String why) {
        mistakes.add(path, why);
        return Optional.empty();
    }
}
