package dev.parley.examples.realpeers;

import java.util.stream.Stream;

/** One cell of the matrix: what Parley is, by which algorithms, and what strongSwan stands on. */
record Combination(Role role, Suite suite, Kernel kernel) {
    static Stream<Combination> all() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(Suite.values())
                        .flatMap(suite ->
                                Stream.of(Kernel.values()).map(kernel -> new Combination(role, suite, kernel))));
    }

    @Override
    public String toString() {
        return "Parley as " + role + ", " + suite + ", " + kernel;
    }
}
