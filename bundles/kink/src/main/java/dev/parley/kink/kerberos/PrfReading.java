package dev.parley.kink.kerberos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two deployed readings of RFC 3961's PRF for the AES-SHA1 types. Section 5.3 truncates SHA-1's output "to a multiple of m";
 * by the letter of RFC 3962 m is one octet, by the practice of the Kerberos libraries (RFC 6113 appendix A) it is a block of
 * sixteen. The types of RFC 8009 define their own PRF, and both readings are then the same.
 */
public enum PrfReading {
    /** Twenty octets of SHA-1, a PRF of twenty octets: what the other implementation of KINK does. */
    LETTER("letter", 20),
    /** The first sixteen, a PRF of sixteen: what MIT, Heimdal and RFC 6113 do. */
    TRUNC128("trunc128", 16);

    private final String word;
    private final int octets;

    PrfReading(String word, int octets) {
        this.word = word;
        this.octets = octets;
    }

    /** The reading that a policy calls {@code word}. */
    public static Optional<PrfReading> named(String word) {
        return Arrays.stream(values())
                .filter(reading -> reading.word.equals(word))
                .findFirst();
    }

    /** What a policy may write. */
    public static List<String> words() {
        return Arrays.stream(values()).map(reading -> reading.word).toList();
    }

    /** Octets of SHA-1's output that go in, and of the PRF that come out. */
    int octets() {
        return octets;
    }

    @Override
    public String toString() {
        return word;
    }
}
