package dev.parley.ikev1.sa;

import dev.parley.ipsec.KnownSettings;
import java.util.List;
import java.util.Map;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "liveness";

    /** {@link #MAIN}, or {@link #AGGRESSIVE}: only then is aggressive mode begun or answered. */
    public static final String MODE = "ikev1.mode";

    public static final String MAIN = "main";
    public static final String AGGRESSIVE = "aggressive";

    private static final KnownSettings KNOWN = KnownSettings.of(
            "IKEv1",
            KnownSettings.number(LIVENESS, 0, KnownSettings.LARGEST),
            KnownSettings.either(MODE, MAIN, AGGRESSIVE));

    private Settings() {}

    /** What is wrong with {@code settings}, one line each. */
    public static List<String> mistakes(Map<String, String> settings) {
        return KNOWN.mistakes(settings);
    }

    /** Whether phase 1 is aggressive mode. */
    public static boolean aggressive(Map<String, String> settings) {
        return settings.getOrDefault(MODE, MAIN).equals(AGGRESSIVE);
    }

    /** Seconds of silence before the peer is asked whether it lives; 0 for never. */
    public static long liveness(Map<String, String> settings) {
        return KnownSettings.number(settings, LIVENESS, Defaults.LIVENESS_SECONDS);
    }
}
