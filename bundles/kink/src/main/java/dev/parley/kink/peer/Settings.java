package dev.parley.kink.peer;

import dev.parley.ipsec.Policy;
import dev.parley.kink.kerberos.PrfReading;
import dev.parley.kink.kerberos.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Who we are: {@code kink/a.example.net@EXAMPLE.NET}. */
    public static final String PRINCIPAL = "kink.principal";

    /** Who the peer is. */
    public static final String PEER = "kink.peer";

    /** The whole path of the file with our long-term keys; the mechanism reads it. */
    public static final String KEYTAB = "kink.keytab";

    /** How the PRF of the AES-SHA1 types is read. A mismatch shows nowhere but in packets that do not pass. */
    public static final String PRF = "kink.prf";

    /** Whether we, as responder, add a nonce of our own, which costs a third message (RFC 4430 section 3.2.1). */
    public static final String NONCE = "kink.responder-nonce";

    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "kink.liveness";

    /** The other implementation that runs reads RFC 3961 by the letter, and nobody else speaks KINK. */
    public static final PrfReading USUAL_PRF = PrfReading.LETTER;

    private static final List<String> NAMES = List.of(PRINCIPAL, PEER, KEYTAB, PRF, NONCE, LIVENESS);
    private static final String NUMBER = "[0-9]{1,9}";

    private Settings() {}

    /** What is wrong with {@code settings}, one line each. */
    public static List<String> mistakes(Map<String, String> settings) {
        List<String> mistakes = new ArrayList<>();
        settings.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .forEach(name -> mistakes.add(
                        "settings." + name + ": KINK has no such setting; there are " + String.join(", ", NAMES)));
        principal(settings, PRINCIPAL, "who we are").ifPresent(mistakes::add);
        principal(settings, PEER, "who the peer is").ifPresent(mistakes::add);
        if (mistakes.isEmpty() && settings.get(PRINCIPAL).equals(settings.get(PEER))) {
            mistakes.add("settings." + PEER + ": it is " + PRINCIPAL + " too; name the other end");
        }
        if (!settings.getOrDefault(KEYTAB, "/").startsWith("/")) {
            mistakes.add("settings." + KEYTAB + ": '" + settings.get(KEYTAB)
                    + "' is not the whole path of a file; write one that begins with /");
        }
        choice(settings, PRF, PrfReading.words()).ifPresent(mistakes::add);
        choice(settings, NONCE, List.of("yes", "no")).ifPresent(mistakes::add);
        if (!settings.getOrDefault(LIVENESS, "0").matches(NUMBER)) {
            mistakes.add(
                    "settings." + LIVENESS + ": '" + settings.get(LIVENESS) + "' is no number from 0 to 999999999");
        }
        return mistakes;
    }

    /** Who we are by {@code policy}, if it says so. */
    public static Optional<Principal> self(Policy policy) {
        return parsed(policy.settings(), PRINCIPAL);
    }

    /** Who its peer is, if it says so. */
    public static Optional<Principal> peer(Policy policy) {
        return parsed(policy.settings(), PEER);
    }

    public static PrfReading prf(Policy policy) {
        return PrfReading.named(policy.settings().getOrDefault(PRF, "")).orElse(USUAL_PRF);
    }

    public static boolean responderNonce(Policy policy) {
        return policy.settings().getOrDefault(NONCE, "no").equals("yes");
    }

    public static long livenessSeconds(Policy policy) {
        String text = policy.settings().getOrDefault(LIVENESS, "");
        return text.matches(NUMBER) ? Long.parseLong(text) : Defaults.LIVENESS_SECONDS;
    }

    private static Optional<Principal> parsed(Map<String, String> settings, String name) {
        try {
            return Optional.ofNullable(settings.get(name)).map(Principal::parse);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> principal(Map<String, String> settings, String name, String what) {
        if (!settings.containsKey(name)) {
            return Optional.of("settings." + name + ": it is missing; write " + what
                    + ", for example kink/host.example.net@EXAMPLE.NET");
        }
        try {
            Principal.parse(settings.get(name));
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of("settings." + name + ": " + malformed.getMessage());
        }
    }

    private static Optional<String> choice(Map<String, String> settings, String name, List<String> words) {
        String text = settings.get(name);
        return text == null || words.contains(text)
                ? Optional.empty()
                : Optional.of("settings." + name + ": '" + text + "' is not one of " + String.join(", ", words));
    }
}
