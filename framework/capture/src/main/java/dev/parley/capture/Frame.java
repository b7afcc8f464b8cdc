package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;

/**
 * A frame as it was captured.
 *
 * @param number its place in the capture, from 1
 * @param nanos since 1970 UTC; 0 if the capture does not say
 * @param linkType see {@link LinkType}
 * @param octets those that were captured
 * @param originalLength how many there were
 */
public record Frame(long number, long nanos, int linkType, Bytes octets, long originalLength) {
    /** Whether the capture holds only its beginning. */
    public boolean cut() {
        return octets.length() < originalLength;
    }
}
