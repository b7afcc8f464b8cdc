package dev.parley.ipsec;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Algorithms that may be combined freely, each list best first; what a use does not need is empty: no integrity beside a cipher
 * that has its own, no PRF for ESP.
 *
 * @param sequenceNumbers for ESP; empty for ordinary ones
 */
public record Suite(
        List<Algorithm> encryption,
        List<Algorithm> integrity,
        List<Algorithm> prf,
        List<Algorithm> keyExchange,
        List<SequenceNumbers> sequenceNumbers) {
    public Suite {
        encryption = List.copyOf(encryption);
        integrity = List.copyOf(integrity);
        prf = List.copyOf(prf);
        keyExchange = List.copyOf(keyExchange);
        sequenceNumbers = List.copyOf(sequenceNumbers);
    }

    /** With ordinary sequence numbers, if any. */
    public Suite(
            List<Algorithm> encryption, List<Algorithm> integrity, List<Algorithm> prf, List<Algorithm> keyExchange) {
        this(encryption, integrity, prf, keyExchange, List.of());
    }

    /** The same with SAs that count like this, best first. */
    public Suite counting(SequenceNumbers... others) {
        return new Suite(encryption, integrity, prf, keyExchange, List.of(others));
    }

    @Override
    public String toString() {
        return Stream.<List<?>>of(encryption, integrity, prf, keyExchange, sequenceNumbers)
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().map(Object::toString).collect(Collectors.joining("|")))
                .collect(Collectors.joining(" + "));
    }
}
