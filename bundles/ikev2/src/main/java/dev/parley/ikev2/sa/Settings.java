package dev.parley.ikev2.sa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "liveness";

    /** Milliseconds until the first retransmission. */
    public static final String RETRANSMIT_FIRST_MILLIS = "retransmit-first-ms";

    /** Sendings of one request in all. */
    public static final String RETRANSMIT_TRIES = "retransmit-tries";

    /** Seconds after which both ends have to prove again who they are; 0 for never. */
    public static final String REAUTHENTICATE = "reauthenticate";

    /** Whether INITIAL_CONTACT is sent and honoured: {@code use}, or {@code ignore} where several peers share an identity. */
    public static final String INITIAL_CONTACT = "initial-contact";

    private static final String USE = "use";
    private static final String IGNORE = "ignore";

    /** Nine digits are more than any of them needs, and fit every number here. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final List<String> NAMES =
            List.of(LIVENESS, RETRANSMIT_FIRST_MILLIS, RETRANSMIT_TRIES, REAUTHENTICATE, INITIAL_CONTACT);

    private Settings() {}

    /** What is wrong with {@code settings}, one line each. */
    public static List<String> mistakes(Map<String, String> settings) {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(setting -> mistake(setting.getKey(), setting.getValue()).stream())
                .toList();
    }

    private static Optional<String> mistake(String name, String value) {
        if (!NAMES.contains(name)) {
            return Optional.of(
                    "settings." + name + ": IKEv2 has no such setting; there are " + String.join(", ", NAMES));
        }
        if (name.equals(INITIAL_CONTACT)) {
            return value.equals(USE) || value.equals(IGNORE)
                    ? Optional.empty()
                    : Optional.of("settings." + name + ": '" + value + "' is neither " + USE + " nor " + IGNORE);
        }
        boolean zero = name.equals(LIVENESS) || name.equals(REAUTHENTICATE);
        if (!NUMBER.matcher(value).matches() || !zero && Long.parseLong(value) == 0) {
            return Optional.of(
                    "settings." + name + ": '" + value + "' is no number from " + (zero ? 0 : 1) + " to 999999999");
        }
        return Optional.empty();
    }

    /** Whether INITIAL_CONTACT means something to these ends. */
    public static boolean initialContact(Map<String, String> settings) {
        return !settings.getOrDefault(INITIAL_CONTACT, USE).equals(IGNORE);
    }

    /** The number under {@code name}, or {@code usual} if there is none. */
    public static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : usual;
    }
}
