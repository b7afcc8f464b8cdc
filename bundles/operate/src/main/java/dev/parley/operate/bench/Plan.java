package dev.parley.operate.bench;

/**
 * What is measured.
 *
 * @param count operations in all rounds together
 * @param rounds in each of which a part of the operations and as much bare cryptography follow each other
 * @param warmup operations before the first round, and bare cryptography for as many
 * @param atOnce operations under way at one time
 */
public record Plan(BenchPolicies.Terms terms, Operation operation, int count, int rounds, int warmup, int atOnce) {
    /** What is done again and again. */
    public enum Operation {
        HANDSHAKE("handshakes"),
        REKEY_CHILD("rekeys of a child"),
        REKEY_NEGOTIATION("rekeys of the negotiation itself");

        private final String many;

        Operation(String many) {
            this.many = many;
        }

        /** Several of them, in words. */
        public String many() {
            return many;
        }
    }

    /** Operations of one round. */
    int each() {
        return Math.max(1, count / rounds);
    }
}
