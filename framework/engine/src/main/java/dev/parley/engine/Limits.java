package dev.parley.engine;

import java.util.function.Consumer;

/**
 * How much a gateway gives to peers that have proven nothing, and to its own queues (RFC 7296 section 2.6).
 *
 * @param halfOpen negotiations begun by peers that have shown no key; beyond it nobody new is let in
 * @param crowded from so many half-open negotiations on, newcomers must show that they receive at their address
 * @param halfOpenPerAddress half-open negotiations of one IPv4 address or one IPv6 /64
 * @param crowdedPerAddress from so many on, newcomers from that address must show that they receive there
 * @param halfOpenMillis how long a peer may take to show a key, in milliseconds, unless its protocol asks for another time
 * @param datagramOctets longer datagrams are dropped unread
 * @param laneDatagrams datagrams that may wait for one negotiation
 * @param answersPerSecond answers without state, of each kind
 * @param answersPerSecondPerAddress answers without state to one IPv4 address or one IPv6 /64
 * @param amplification octets sent to an address that is unproven for each octet received from it
 * @param observerEvents events that may wait for observers
 */
public record Limits(
        int halfOpen,
        int crowded,
        int halfOpenPerAddress,
        int crowdedPerAddress,
        long halfOpenMillis,
        int datagramOctets,
        int laneDatagrams,
        int answersPerSecond,
        int answersPerSecondPerAddress,
        int amplification,
        int observerEvents) {

    /**
     * Some 10 kB each, and 80 MB at worst, if each has shown a cookie and begins with a whole datagram; more than two cores bring to an
     * end within {@link #HALF_OPEN_MILLIS}.
     */
    public static final int HALF_OPEN = 1_000;

    /** Above what honest peers leave half-open at one time; showing one's address costs them one round trip. */
    public static final int CROWDED = 200;

    /** An office behind one NAT comes back at once after an outage; more than this from one address is an attack. */
    public static final int HALF_OPEN_PER_ADDRESS = 100;

    /** The office of above pays one round trip more, which a liar about his address cannot. */
    public static final int CROWDED_PER_ADDRESS = 20;

    /** Longer than a retransmitting peer takes for two more messages on a bad path. */
    public static final long HALF_OPEN_MILLIS = 30_000;

    /** What a protocol that waits for a person to type gets at the most: more people than places would be kept out longer. */
    public static final long HALF_OPEN_MOST_MILLIS = 180_000;

    /** All that UDP over IPv4 carries; RFC 7296 section 2 asks for 3000, chains of certificates need more. */
    public static final int DATAGRAM_OCTETS = 65_507;

    /** One message in its most fragments of RFC 7383, or a window of messages with their duplicates. */
    public static final int LANE_DATAGRAMS = 64;

    /** An answer costs a hash or less: this keeps a flood from filling the way out, not from using the processor. */
    public static final int ANSWERS_PER_SECOND = 2_000;

    /** What the office of above needs; RFC 7296 section 2.21.4 asks that such answers be limited in rate. */
    public static final int ANSWERS_PER_SECOND_PER_ADDRESS = 50;

    /** As RFC 9000 section 8: first answers fit, and a reflector is not worth it. */
    public static final int AMPLIFICATION = 3;

    /** Some seconds of a busy gateway, a few megabytes; an observer that is further behind does not catch up. */
    public static final int OBSERVER_EVENTS = 10_000;

    public static final Limits DEFAULT = new Limits(
            HALF_OPEN,
            CROWDED,
            HALF_OPEN_PER_ADDRESS,
            CROWDED_PER_ADDRESS,
            HALF_OPEN_MILLIS,
            DATAGRAM_OCTETS,
            LANE_DATAGRAMS,
            ANSWERS_PER_SECOND,
            ANSWERS_PER_SECOND_PER_ADDRESS,
            AMPLIFICATION,
            OBSERVER_EVENTS);

    /** @throws IllegalArgumentException if a limit is so small that nothing could be negotiated */
    public Limits {
        atLeast(0, halfOpen, "halfOpen");
        atLeast(0, crowded, "crowded");
        atLeast(0, halfOpenPerAddress, "halfOpenPerAddress");
        atLeast(0, crowdedPerAddress, "crowdedPerAddress");
        atLeast(1, halfOpenMillis, "halfOpenMillis");
        atLeast(1, datagramOctets, "datagramOctets");
        atLeast(1, laneDatagrams, "laneDatagrams");
        atLeast(0, answersPerSecond, "answersPerSecond");
        atLeast(0, answersPerSecondPerAddress, "answersPerSecondPerAddress");
        atLeast(1, amplification, "amplification");
        atLeast(1, observerEvents, "observerEvents");
    }

    /** The same limits with another {@link #halfOpen}. */
    public Limits withHalfOpen(int value) {
        return changed(draft -> draft.halfOpen = value);
    }

    /** The same limits with another {@link #crowded}. */
    public Limits withCrowded(int value) {
        return changed(draft -> draft.crowded = value);
    }

    /** The same limits with another {@link #halfOpenPerAddress}. */
    public Limits withHalfOpenPerAddress(int value) {
        return changed(draft -> draft.halfOpenPerAddress = value);
    }

    /** The same limits with another {@link #crowdedPerAddress}. */
    public Limits withCrowdedPerAddress(int value) {
        return changed(draft -> draft.crowdedPerAddress = value);
    }

    /** The same limits with another {@link #halfOpenMillis}. */
    public Limits withHalfOpenMillis(long value) {
        return changed(draft -> draft.halfOpenMillis = value);
    }

    /** The same limits with another {@link #datagramOctets}. */
    public Limits withDatagramOctets(int value) {
        return changed(draft -> draft.datagramOctets = value);
    }

    /** The same limits with another {@link #laneDatagrams}. */
    public Limits withLaneDatagrams(int value) {
        return changed(draft -> draft.laneDatagrams = value);
    }

    /** The same limits with another {@link #answersPerSecond}. */
    public Limits withAnswersPerSecond(int value) {
        return changed(draft -> draft.answersPerSecond = value);
    }

    /** The same limits with another {@link #answersPerSecondPerAddress}. */
    public Limits withAnswersPerSecondPerAddress(int value) {
        return changed(draft -> draft.answersPerSecondPerAddress = value);
    }

    /** The same limits with another {@link #observerEvents}. */
    public Limits withObserverEvents(int value) {
        return changed(draft -> draft.observerEvents = value);
    }

    private Limits changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    /** Limits that can still be changed. */
    private static final class Draft {
        private int halfOpen;
        private int crowded;
        private int halfOpenPerAddress;
        private int crowdedPerAddress;
        private long halfOpenMillis;
        private int datagramOctets;
        private int laneDatagrams;
        private int answersPerSecond;
        private int answersPerSecondPerAddress;
        private int amplification;
        private int observerEvents;

        Draft(Limits of) {
            halfOpen = of.halfOpen;
            crowded = of.crowded;
            halfOpenPerAddress = of.halfOpenPerAddress;
            crowdedPerAddress = of.crowdedPerAddress;
            halfOpenMillis = of.halfOpenMillis;
            datagramOctets = of.datagramOctets;
            laneDatagrams = of.laneDatagrams;
            answersPerSecond = of.answersPerSecond;
            answersPerSecondPerAddress = of.answersPerSecondPerAddress;
            amplification = of.amplification;
            observerEvents = of.observerEvents;
        }

        Limits limits() {
            return new Limits(
                    halfOpen,
                    crowded,
                    halfOpenPerAddress,
                    crowdedPerAddress,
                    halfOpenMillis,
                    datagramOctets,
                    laneDatagrams,
                    answersPerSecond,
                    answersPerSecondPerAddress,
                    amplification,
                    observerEvents);
        }
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("limit " + name + " is " + value + "; it must be " + least + " or more");
        }
    }
}
