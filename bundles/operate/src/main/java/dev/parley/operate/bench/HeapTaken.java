package dev.parley.operate.bench;

import java.lang.management.ManagementFactory;

/**
 * Heap that established negotiations take, each with one child: what is left after collections with them, less what is left
 * without.
 *
 * @param count how many
 * @param octets of both sides
 * @param initiating the part of the side that began them
 */
public record HeapTaken(int count, long octets, long initiating) {
    /** Octets that one takes at the side that began it. */
    public long initiator() {
        return initiating / count;
    }

    /** Octets that one takes at the other side. */
    public long responder() {
        return (octets - initiating) / count;
    }

    /** Octets in use after collections: the first one finds what is reachable weakly only, the next takes it away. */
    static long used() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(BETWEEN_MILLIS);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static final int COLLECTIONS = 3;

    /** Time for the collector's own threads to hand references on. */
    private static final long BETWEEN_MILLIS = 50;
}
