package dev.parley.simulator;

/** Decides beforehand which of the first datagrams are lost, so that a test can go through all combinations. */
public final class Fates {
    static final Fates OPEN = new Fates(0, 0);

    private final long lost;
    private final int count;

    private Fates(long lost, int count) {
        this.lost = lost;
        this.count = count;
    }

    /**
     * Of the first {@code count} datagrams that sites send, number i (from 0) is lost if bit i of {@code lost} is set,
     * and delivered otherwise; those after them fall to the network's faults.
     */
    public static Fates of(long lost, int count) {
        if (count < 0 || count > Long.SIZE) {
            throw new IllegalArgumentException(
                    "fates for " + count + " datagrams: 0 to " + Long.SIZE + " can be decided");
        }
        return new Fates(lost, count);
    }

    boolean decides(int ordinal) {
        return ordinal < count;
    }

    boolean lost(int ordinal) {
        return (lost >>> ordinal & 1) == 1;
    }

    /** Its argument on a command line. */
    @Override
    public String toString() {
        return lost + "/" + count;
    }
}
