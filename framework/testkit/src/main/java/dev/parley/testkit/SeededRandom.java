package dev.parley.testkit;

import dev.parley.isakmp.conversation.RandomSource;
import java.util.SplittableRandom;

/** Randomness that repeats: the same seed gives the same octets. For tests alone. */
public final class SeededRandom implements RandomSource {
    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this(new SplittableRandom(seed));
    }

    private SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public void fill(byte[] target) {
        random.nextBytes(target);
    }

    @Override
    public RandomSource fork() {
        return new SeededRandom(random.split());
    }
}
