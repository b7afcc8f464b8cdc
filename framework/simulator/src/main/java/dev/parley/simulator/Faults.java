package dev.parley.simulator;

/**
 * What the network does to datagrams: probabilities from 0 to 1, latencies in milliseconds.
 *
 * @param reordering how probably a datagram is held back for up to {@link #HELD_BACK} times the longest latency
 */
record Faults(double loss, double duplication, double reordering, double corruption, long least, long most) {
    /** Long enough for several later datagrams to overtake, short of the usual first retransmission. */
    private static final int HELD_BACK = 4;

    static final Faults NONE = new Faults(0, 0, 0, 0, 5, 20);

    Faults {
        for (double probability : new double[] {loss, duplication, reordering, corruption}) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
            }
        }
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(
                    "latency from " + least + " to " + most + " ms: write the shorter one first");
        }
    }

    Faults loss(double probability) {
        return new Faults(probability, duplication, reordering, corruption, least, most);
    }

    Faults duplication(double probability) {
        return new Faults(loss, probability, reordering, corruption, least, most);
    }

    Faults reordering(double probability) {
        return new Faults(loss, duplication, probability, corruption, least, most);
    }

    Faults corruption(double probability) {
        return new Faults(loss, duplication, reordering, probability, least, most);
    }

    Faults latency(long leastMillis, long mostMillis) {
        return new Faults(loss, duplication, reordering, corruption, leastMillis, mostMillis);
    }

    /** The same latency and nothing worse. */
    Faults calm() {
        return NONE.latency(least, most);
    }

    long delay(Chance chance) {
        long delay = chance.between(least, most);
        return reordering > 0 && chance.happens(reordering) ? delay + chance.below(HELD_BACK * most + 1) : delay;
    }
}
