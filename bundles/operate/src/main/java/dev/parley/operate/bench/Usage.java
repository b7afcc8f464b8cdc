package dev.parley.operate.bench;

/**
 * What threads have used.
 *
 * @param cpuNanos of processor time, by the system's accounting
 * @param octets allocated
 */
record Usage(long cpuNanos, long octets) {
    static final Usage NONE = new Usage(0, 0);

    Usage plus(Usage other) {
        return new Usage(cpuNanos + other.cpuNanos, octets + other.octets);
    }

    Usage minus(Usage other) {
        return new Usage(cpuNanos - other.cpuNanos, octets - other.octets);
    }
}
