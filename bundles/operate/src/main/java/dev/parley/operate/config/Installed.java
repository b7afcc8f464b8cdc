package dev.parley.operate.config;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares policies with what is installed. A name that is not is legal, its bundle may come later; but a person
 * should know,
 * and see what is there instead. ESP's algorithms need not be installed: a kernel has its own.
 */
public final class Installed {
    private final Catalog catalog;

    public Installed(Catalog catalog) {
        this.catalog = catalog;
    }

    /** One line for each name of {@code policy} that is not installed. */
    public List<String> missing(Policy policy) {
        Set<String> lines = new LinkedHashSet<>();
        protocol(policy).ifPresent(lines::add);
        for (Suite suite : policy.suites()) {
            suite.encryption().forEach(one -> cipher(one).ifPresent(lines::add));
            suite.integrity().forEach(one -> named(Integrity.class, one.key()).ifPresent(lines::add));
            suite.prf().forEach(one -> named(Prf.class, one.key()).ifPresent(lines::add));
            suite.keyExchange()
                    .forEach(one -> named(KeyExchangeMethod.class, one.key()).ifPresent(lines::add));
        }
        return new ArrayList<>(lines);
    }

    /** What the protocol of {@code policy} has against its settings; nothing while it is not installed. */
    public List<String> mistakes(Policy policy) {
        return catalog.find(NegotiationProtocol.class, policy.protocol())
                .map(protocol -> protocol.mistakes(policy.settings()))
                .orElse(List.of());
    }

    /** Why {@code policy} cannot be used at all now; empty if it can. */
    public Optional<String> protocol(Policy policy) {
        return named(NegotiationProtocol.class, policy.protocol());
    }

    private Optional<String> cipher(Algorithm algorithm) {
        Optional<Cipher> cipher = catalog.find(Cipher.class, algorithm.key());
        if (cipher.isEmpty()) {
            return named(Cipher.class, algorithm.key());
        }
        List<Integer> sizes = cipher.get().keyBits();
        int wanted = algorithm.keyBits().orElse(0);
        if (sizes.contains(wanted)) {
            return Optional.empty();
        }
        String written = algorithm.keyBits().isPresent() ? "has no keys of " + wanted + " bits" : "needs a key size";
        return Optional.of("cipher '" + algorithm.key() + "' " + written + "; there are "
                + String.join(
                        ", ",
                        sizes.stream()
                                .map(size -> algorithm.key() + (size == 0 ? "" : ":" + size))
                                .toList()));
    }

    private Optional<String> named(Class<? extends Extension> point, String key) {
        if (catalog.find(point, key).isPresent()) {
            return Optional.empty();
        }
        List<String> there = catalog.all(point).stream().map(Extension::key).toList();
        String name = point.getAnnotation(ExtensionPoint.class).value();
        String near = Spelling.nearest(key, there)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        return Optional.of("no installed bundle has the " + name + " '" + key + "'; there "
                + (there.isEmpty()
                        ? "is none at all"
                        : there.size() == 1 ? "is " + there.get(0) : "are " + String.join(", ", there))
                + near);
    }
}
