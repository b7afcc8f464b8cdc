package dev.parley.isakmp.negotiation;

/**
 * When to send again and when to give up.
 *
 * @param firstMillis the wait after the first sending
 * @param factor each wait is this many times the one before
 * @param tries sendings in all
 */
public record Backoff(long firstMillis, double factor, int tries) {
    /** The wait after sending number {@code sent}, from 1. */
    public long after(int sent) {
        return (long) (firstMillis * Math.pow(factor, sent - 1));
    }

    /** From the first sending to giving up. */
    public long total() {
        long total = 0;
        for (int sent = 1; sent <= tries; sent++) {
            total += after(sent);
        }
        return total;
    }
}
