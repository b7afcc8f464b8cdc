package dev.parley.oakley;

import java.math.BigInteger;

/** Digits of pi, from which RFC 3526 computes its primes. */
final class Pi {
    private Pi() {}

    /** The integral part of 2^{@code bits} pi, by Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239). */
    static BigInteger scaled(int bits) {
        int guard = 64;
        BigInteger one = BigInteger.ONE.shiftLeft(bits + guard);
        BigInteger sixteenth = arctanOfInverse(5, one).shiftLeft(4);
        return sixteenth.subtract(arctanOfInverse(239, one).shiftLeft(2)).shiftRight(guard);
    }

    private static BigInteger arctanOfInverse(int x, BigInteger one) {
        BigInteger square = BigInteger.valueOf((long) x * x);
        BigInteger term = one.divide(BigInteger.valueOf(x));
        BigInteger sum = BigInteger.ZERO;
        for (int n = 1; term.signum() != 0; n += 2) {
            BigInteger part = term.divide(BigInteger.valueOf(n));
            sum = n % 4 == 1 ? sum.add(part) : sum.subtract(part);
            term = term.divide(square);
        }
        return sum;
    }
}
