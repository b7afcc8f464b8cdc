package dev.parley.ipsec;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Algorithms that may be combined freely, each list best first; what a use does not need is empty: no integrity beside a cipher
 * that has its own, no PRF for ESP.
 */
public record Suite(
        List<Algorithm> encryption, List<Algorithm> integrity, List<Algorithm> prf, List<Algorithm> keyExchange) {
    public Suite {
        encryption = List.copyOf(encryption);
        integrity = List.copyOf(integrity);
        prf = List.copyOf(prf);
        keyExchange = List.copyOf(keyExchange);
    }

    @Override
    public String toString() {
        return Stream.of(encryption, integrity, prf, keyExchange)
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().map(Algorithm::toString).collect(Collectors.joining("|")))
                .collect(Collectors.joining(" + "));
    }
}
