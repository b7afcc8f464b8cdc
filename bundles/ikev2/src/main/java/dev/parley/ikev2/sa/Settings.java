package dev.parley.ikev2.sa;

import dev.parley.ipsec.Policy;
import dev.parley.isakmp.negotiation.Backoff;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "liveness";

    /** Milliseconds until the first retransmission. */
    public static final String RETRANSMIT_FIRST_MILLIS = "retransmit-first-ms";

    /** Sendings of one request in all. */
    public static final String RETRANSMIT_TRIES = "retransmit-tries";

    /** Requests of the peer that we keep (RFC 7296 section 2.3). */
    public static final String WINDOW = "window";

    /** Seconds after which both ends have to prove again who they are; 0 for never. */
    public static final String REAUTHENTICATE = "reauthenticate";

    /** Whether INITIAL_CONTACT is sent and honoured: {@code use}, or {@code ignore} where several peers share an identity. */
    public static final String INITIAL_CONTACT = "initial-contact";

    private static final String USE = "use";
    private static final String IGNORE = "ignore";

    /** Nine digits are more than any of them needs, and fit every number here. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final long LARGEST = 999_999_999;

    private static final List<Name> NAMES = List.of(
            number(LIVENESS, 0, LARGEST),
            number(RETRANSMIT_FIRST_MILLIS, 1, LARGEST),
            number(RETRANSMIT_TRIES, 1, LARGEST),
            number(REAUTHENTICATE, 0, LARGEST),
            number(WINDOW, 1, Defaults.MAX_WINDOW),
            new Name(
                    INITIAL_CONTACT,
                    value -> value.equals(USE) || value.equals(IGNORE),
                    "neither " + USE + " nor " + IGNORE));

    /** @param otherwise what any other value is */
    private record Name(String name, Predicate<String> allows, String otherwise) {}

    private static Name number(String name, long least, long most) {
        return new Name(
                name,
                value -> NUMBER.matcher(value).matches()
                        && Long.parseLong(value) >= least
                        && Long.parseLong(value) <= most,
                "no number from " + least + " to " + most);
    }

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
            return Optional.of("settings." + setting + ": IKEv2 has no such setting; there are " + names);
        }
        return known.filter(name -> !name.allows().test(value))
                .map(name -> "settings." + setting + ": '" + value + "' is " + name.otherwise());
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

    /** The requests of the peer that we keep under {@code policy}. */
    public static int window(Policy policy) {
        return (int) Math.min(number(policy.settings(), WINDOW, Defaults.WINDOW), Defaults.MAX_WINDOW);
    }

    /** When requests are sent again: the policy's own numbers, or the {@code usual} ones. */
    static Backoff backoff(Optional<Policy> policy, Backoff usual) {
        Map<String, String> settings = policy.map(Policy::settings).orElse(Map.of());
        return new Backoff(number(settings, RETRANSMIT_FIRST_MILLIS, usual.firstMillis()), usual.factor(), (int)
                number(settings, RETRANSMIT_TRIES, usual.tries()));
    }
}
