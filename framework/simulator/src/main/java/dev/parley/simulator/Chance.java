package dev.parley.simulator;

import dev.parley.isakmp.conversation.RandomSource;

/**
 * Randomness that repeats: the SplitMix64 generator, the same on every Java. Whoever knows the seed knows every octet,
 * so nothing made from it is secret.
 */
public final class Chance implements RandomSource {
    /** 2^64 divided by the golden ratio, odd: the generator's step. */
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** The source of {@code seed}. */
    public static Chance seeded(long seed) {
        return new Chance(mix(seed + STEP));
    }

    /** The source of {@code seed} for {@code name}: who else is there makes no difference to it. */
    static Chance seeded(long seed, String name) {
        return new Chance(mix(seed + STEP) ^ mix(name.hashCode() * STEP));
    }

    @Override
    public void fill(byte[] target) {
        for (int i = 0; i < target.length; ) {
            long octets = next();
            for (int n = 0; n < Long.BYTES && i < target.length; n++) {
                target[i++] = (byte) octets;
                octets >>>= Byte.SIZE;
            }
        }
    }

    @Override
    public Chance fork() {
        return new Chance(mix(next()));
    }

    @Override
    public long below(long bound) {
        return Long.remainderUnsigned(next(), bound);
    }

    /** A number from {@code least} to {@code most}, both included. */
    long between(long least, long most) {
        return least + below(most - least + 1);
    }

    /** True with this probability, 0 to 1. */
    boolean happens(double probability) {
        return (next() >>> 11) * 0x1p-53 < probability;
    }

    private long next() {
        state += STEP;
        return mix(state);
    }

    private static long mix(long value) {
        long a = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
