package dev.parley.ipsec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names that a policy's settings may hold for one protocol, and what may stand under each. */
public final class KnownSettings {
    /** The largest number: nine digits are more than any setting needs. */
    public static final long LARGEST = 999_999_999;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final String protocol;
    private final List<Name> names;

    /** One name. */
    public static final class Name {
        private final String name;
        private final Predicate<String> allows;
        private final String otherwise;

        /** @param otherwise what any other value is */
        private Name(String name, Predicate<String> allows, String otherwise) {
            this.name = name;
            this.allows = allows;
            this.otherwise = otherwise;
        }
    }

    private KnownSettings(String protocol, List<Name> names) {
        this.protocol = protocol;
        this.names = names;
    }

    /** @param protocol its name, as a person reads it */
    public static KnownSettings of(String protocol, Name... names) {
        return new KnownSettings(protocol, List.of(names));
    }

    /** A whole number, both ends allowed. */
    public static Name number(String name, long least, long most) {
        return new Name(
                name,
                value -> NUMBER.matcher(value).matches()
                        && Long.parseLong(value) >= least
                        && Long.parseLong(value) <= most,
                "no number from " + least + " to " + most);
    }

    /** One of two words. */
    public static Name either(String name, String one, String other) {
        return new Name(name, value -> value.equals(one) || value.equals(other), "neither " + one + " nor " + other);
    }

    /** What is wrong with {@code settings}, one line each. */
    public List<String> mistakes(Map<String, String> settings) {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(setting -> mistake(setting.getKey(), setting.getValue()).stream())
                .toList();
    }

    private Optional<String> mistake(String setting, String value) {
        Optional<Name> known =
                names.stream().filter(each -> each.name.equals(setting)).findFirst();
        if (known.isEmpty()) {
            String all = String.join(", ", names.stream().map(each -> each.name).toList());
            return Optional.of("settings." + setting + ": " + protocol + " has no such setting; there are " + all);
        }
        return known.filter(name -> !name.allows.test(value))
                .map(name -> "settings." + setting + ": '" + value + "' is " + name.otherwise);
    }

    /** The number under {@code name}, or {@code usual} if there is none. */
    public static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : usual;
    }
}
