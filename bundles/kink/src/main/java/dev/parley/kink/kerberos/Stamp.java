package dev.parley.kink.kerberos;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A KerberosTime with microseconds: what makes an authenticator unique (RFC 4120 sections 5.2.3 and 5.5.1).
 *
 * @param seconds POSIX time
 * @param micros 0 to 999,999
 */
public record Stamp(long seconds, int micros) implements Comparable<Stamp> {
    private static final int MICROS = 1_000_000;
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    public Stamp {
        if (micros < 0 || micros >= MICROS) {
            throw new IllegalArgumentException("microseconds run from 0 to 999,999, not to " + micros);
        }
    }

    /** The stamp of {@code millis} milliseconds of POSIX time. */
    public static Stamp ofMillis(long millis) {
        return new Stamp(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1000);
    }

    /** This stamp, or the one right after {@code last} if that is later: no two of a peer are alike. */
    public Stamp after(Stamp last) {
        return compareTo(last) > 0 ? this : last.next();
    }

    private Stamp next() {
        return micros + 1 < MICROS ? new Stamp(seconds, micros + 1) : new Stamp(seconds + 1, 0);
    }

    public long millis() {
        return seconds * 1000 + micros / 1000;
    }

    /** The seconds in ASN.1's GeneralizedTime. */
    String text() {
        return TEXT.format(Instant.ofEpochSecond(seconds));
    }

    @Override
    public int compareTo(Stamp other) {
        int bySeconds = Long.compare(seconds, other.seconds);
        return bySeconds != 0 ? bySeconds : Integer.compare(micros, other.micros);
    }
}
