package dev.parley.operate.bench;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import dev.parley.operate.config.ConfigException;
import dev.parley.operate.config.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One algorithm of each kind that an SA needs, as a person writes it: {@code aes-gcm-16:128+hmac-sha2-256+x25519}. */
public record BenchSuite(
        List<Algorithm> encryption, List<Algorithm> integrity, List<Algorithm> prf, List<Algorithm> keyExchange) {
    /** What {@code parley demo} negotiates. */
    public static final String DEFAULT = "aes-gcm-16:128+hmac-sha2-256+x25519";

    /**
     * Sorts names by the points of {@code catalog} at which they are found.
     *
     * @throws ConfigException if a name is installed nowhere, or a kind is missing; in one line
     */
    public static BenchSuite parse(String text, Catalog catalog) throws ConfigException {
        BenchSuite suite = new BenchSuite(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String part : text.split("\\+")) {
            suite.sort(part.trim(), catalog);
        }
        if (suite.encryption.isEmpty() || suite.keyExchange.isEmpty()) {
            throw new ConfigException(
                    List.of("suite '" + text + "' needs a cipher and a key exchange, as in " + DEFAULT));
        }
        return suite;
    }

    private void sort(String part, Catalog catalog) throws ConfigException {
        Algorithm algorithm;
        try {
            algorithm = Algorithm.parse(part);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(List.of(wrong.getMessage()));
        }
        boolean known = false;
        known |= takes(Cipher.class, algorithm, encryption, catalog);
        known |= takes(Integrity.class, algorithm, integrity, catalog);
        known |= takes(Prf.class, algorithm, prf, catalog);
        known |= takes(KeyExchangeMethod.class, algorithm, keyExchange, catalog);
        if (!known) {
            List<String> there = Stream.of(Cipher.class, Integrity.class, Prf.class, KeyExchangeMethod.class)
                    .flatMap(point -> catalog.all(point).stream())
                    .map(Extension::key)
                    .collect(Collectors.toList());
            throw new ConfigException(List.of("no installed bundle has an algorithm '" + algorithm.key() + "'"
                    + Spelling.nearest(algorithm.key(), there)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("; there are " + String.join(", ", there))));
        }
    }

    private static boolean takes(
            Class<? extends Extension> point, Algorithm algorithm, List<Algorithm> kind, Catalog catalog) {
        return catalog.find(point, algorithm.key()).isPresent() && kind.add(algorithm);
    }

    /** For the negotiation itself. */
    Suite negotiation() {
        return new Suite(encryption, integrity, prf, keyExchange);
    }

    /** For the SAs it makes; with a key exchange of their own when they are replaced, or without. */
    Suite child(Secrecy secrecy) {
        return new Suite(encryption, integrity, List.of(), secrecy == Secrecy.FORWARD ? keyExchange : List.of());
    }

    /** Whether what replaces a child's SAs has a key exchange of its own. */
    public enum Secrecy {
        FORWARD,
        INHERITED
    }

    @Override
    public String toString() {
        return negotiation().toString();
    }
}
