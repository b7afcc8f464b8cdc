package dev.parley.ikev1.sa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "liveness";

    /** {@link #MAIN}, or {@link #AGGRESSIVE}: only then is aggressive mode begun or answered. */
    public static final String MODE = "ikev1.mode";

    public static final String MAIN = "main";
    public static final String AGGRESSIVE = "aggressive";

    /** Nine digits are more than any of them needs, and fit every number here. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final List<Name> NAMES = List.of(
            new Name(LIVENESS, NUMBER.asMatchPredicate(), "no number of seconds"),
            new Name(
                    MODE,
                    value -> value.equals(MAIN) || value.equals(AGGRESSIVE),
                    "neither " + MAIN + " nor " + AGGRESSIVE));

    /** @param otherwise what any other value is */
    private record Name(String name, Predicate<String> allows, String otherwise) {}

    private Settings() {}

    /** What is wrong with {@code settings}, one line each. */
    public static List<String> mistakes(Map<String, String> settings) {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(setting -> mistake(setting.getKey(), setting.getValue()).stream())
                .toList();
    }

    private static Optional<String> mistake(String setting, String value) {
        Optional<Name> known =
                NAMES.stream().filter(each -> each.name().equals(setting)).findFirst();
        if (known.isEmpty()) {
            String names = String.join(", ", NAMES.stream().map(Name::name).toList());
            return Optional.of("settings." + setting + ": IKEv1 has no such setting; there are " + names);
        }
        return known.filter(name -> !name.allows().test(value))
                .map(name -> "settings." + setting + ": '" + value + "' is " + name.otherwise());
    }

    /** Whether phase 1 is aggressive mode. */
    public static boolean aggressive(Map<String, String> settings) {
        return settings.getOrDefault(MODE, MAIN).equals(AGGRESSIVE);
    }

    /** Seconds of silence before the peer is asked whether it lives; 0 for never. */
    public static long liveness(Map<String, String> settings) {
        String text = settings.get(LIVENESS);
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : Defaults.LIVENESS_SECONDS;
    }
}
