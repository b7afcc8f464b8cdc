package dev.parley.crypto;

import org.osgi.annotation.versioning.ProviderType;

/** What a key exchange promises about itself, so that the host can check lengths and predict sizes without running it. */
@ProviderType
public final class Traits {
    private final int initiatorOctets;
    private final int responderOctets;
    private final boolean fixed;
    private final int roundTrips;
    private final boolean deterministic;

    private Traits(int initiatorOctets, int responderOctets, boolean fixed, int roundTrips, boolean deterministic) {
        this.initiatorOctets = initiatorOctets;
        this.responderOctets = responderOctets;
        this.fixed = fixed;
        this.roundTrips = roundTrips;
        this.deterministic = deterministic;
    }

    /** Each message has exactly this many octets; one round trip; the same random octets give the same messages. */
    public static Traits fixed(int initiatorOctets, int responderOctets) {
        return new Traits(initiatorOctets, responderOctets, true, 1, true);
    }

    /** Each message has at most this many octets. */
    public static Traits atMost(int initiatorOctets, int responderOctets) {
        return new Traits(initiatorOctets, responderOctets, false, 1, true);
    }

    /** The same, with {@code count} messages each way. */
    public Traits roundTrips(int count) {
        return new Traits(initiatorOctets, responderOctets, fixed, count, deterministic);
    }

    /** The same, for a method whose messages depend on more than its random source. */
    public Traits notDeterministic() {
        return new Traits(initiatorOctets, responderOctets, fixed, roundTrips, false);
    }

    public int initiatorOctets() {
        return initiatorOctets;
    }

    public int responderOctets() {
        return responderOctets;
    }

    public int roundTrips() {
        return roundTrips;
    }

    public boolean deterministic() {
        return deterministic;
    }

    /** Whether a message of {@code octets} keeps the promise. */
    public boolean allows(int octets, int promised) {
        return fixed ? octets == promised : octets <= promised;
    }
}
