package dev.parley.ikev2.exchange;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import java.util.ArrayList;
import java.util.List;

/** Says which algorithms of a policy no installed bundle provides, and what is there instead. */
final class MissingAlgorithms {
    private MissingAlgorithms() {}

    static List<String> lines(List<Suite> suites, Catalog catalog) {
        List<String> lines = new ArrayList<>();
        for (Suite suite : suites) {
            add(lines, "encryption", Cipher.class, suite.encryption(), catalog);
            add(lines, "integrity", Integrity.class, suite.integrity(), catalog);
            add(lines, "PRF", Prf.class, suite.prf(), catalog);
            add(lines, "key exchange", KeyExchangeMethod.class, suite.keyExchange(), catalog);
        }
        return lines.stream().distinct().toList();
    }

    private static <E extends Extension> void add(
            List<String> lines, String what, Class<E> point, List<Algorithm> wanted, Catalog catalog) {
        for (Algorithm algorithm : wanted) {
            if (catalog.find(point, algorithm.key()).isEmpty()) {
                lines.add("no installed bundle provides " + what + " '" + algorithm.key() + "'; there is: "
                        + String.join(
                                ", ",
                                catalog.all(point).stream().map(Extension::key).toList()));
            }
        }
    }
}
