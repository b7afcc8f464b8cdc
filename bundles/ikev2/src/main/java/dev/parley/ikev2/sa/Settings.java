package dev.parley.ikev2.sa;

import java.util.Map;

/** The names that a policy's settings may hold for this protocol. */
public final class Settings {
    /** Seconds without a word from the peer before it is asked; 0 for never. */
    public static final String LIVENESS = "liveness";

    /** Milliseconds until the first retransmission. */
    public static final String RETRANSMIT_FIRST_MILLIS = "retransmit-first-ms";

    /** Sendings of one request in all. */
    public static final String RETRANSMIT_TRIES = "retransmit-tries";

    private Settings() {}

    /** The number under {@code name}, or {@code usual} if there is none. */
    public static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.getOrDefault(name, "");
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : usual;
    }
}
