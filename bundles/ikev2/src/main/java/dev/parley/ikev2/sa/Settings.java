package dev.parley.ikev2.sa;

import dev.parley.ipsec.KnownSettings;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.negotiation.Backoff;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private static final KnownSettings KNOWN = KnownSettings.of(
            "IKEv2",
            KnownSettings.number(LIVENESS, 0, KnownSettings.LARGEST),
            KnownSettings.number(RETRANSMIT_FIRST_MILLIS, 1, KnownSettings.LARGEST),
            KnownSettings.number(RETRANSMIT_TRIES, 1, KnownSettings.LARGEST),
            KnownSettings.number(REAUTHENTICATE, 0, KnownSettings.LARGEST),
            KnownSettings.number(WINDOW, 1, Defaults.MAX_WINDOW),
            KnownSettings.either(INITIAL_CONTACT, USE, IGNORE));

    private Settings() {}

    /** What is wrong with {@code settings}, one line each. */
    public static List<String> mistakes(Map<String, String> settings) {
        return KNOWN.mistakes(settings);
    }

    /** Whether INITIAL_CONTACT means something to these ends. */
    public static boolean initialContact(Map<String, String> settings) {
        return !settings.getOrDefault(INITIAL_CONTACT, USE).equals(IGNORE);
    }

    /** The number under {@code name}, or {@code usual} if there is none. */
    public static long number(Map<String, String> settings, String name, long usual) {
        return KnownSettings.number(settings, name, usual);
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
