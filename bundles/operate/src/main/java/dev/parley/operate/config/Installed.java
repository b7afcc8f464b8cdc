package dev.parley.operate.config;

import dev.parley.crypto.Cipher;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Need;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.operate.plugins.Plugins;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares policies with what is installed. A name that is not is legal, its bundle may come later; but a person
 * should know,
 * and see what is there instead. ESP's algorithms need not be installed: a kernel has its own.
 */
public final class Installed {
    private final Catalog catalog;
    private final Plugins plugins;

    /** @param plugins is asked for bundles that would bring what is missing */
    public Installed(Catalog catalog, Plugins plugins) {
        this.catalog = catalog;
        this.plugins = plugins;
    }

    /** What {@code policy} waits for, a line for each name that is not installed. */
    public List<String> absent(Policy policy) {
        return Stream.concat(
                        Stream.of(new Need(NegotiationProtocol.class, policy.protocol())),
                        new IpsecWish(policy, Optional.empty()).needs().stream())
                .filter(need -> !need.met(catalog))
                .map(this::named)
                .toList();
    }

    /** The same, with what is installed and has no such keys. */
    public List<String> missing(Policy policy) {
        Set<String> lines = new LinkedHashSet<>(absent(policy));
        policy.suites()
                .forEach(suite -> suite.encryption().forEach(one -> keySize(one).ifPresent(lines::add)));
        return new ArrayList<>(lines);
    }

    /** What the protocol of {@code policy} has against it; nothing while it is not installed. */
    public List<String> mistakes(Policy policy) {
        return catalog.find(NegotiationProtocol.class, policy.protocol())
                .map(protocol -> protocol.mistakes(new IpsecWish(policy, Optional.empty())))
                .orElse(List.of());
    }

    private Optional<String> keySize(Algorithm algorithm) {
        List<Integer> sizes =
                catalog.find(Cipher.class, algorithm.key()).map(Cipher::keyBits).orElse(List.of());
        int wanted = algorithm.keyBits().orElse(0);
        if (sizes.isEmpty() || sizes.contains(wanted)) {
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

    private String named(Need need) {
        List<String> there =
                catalog.all(need.point()).stream().map(Extension::key).toList();
        String what = "no installed bundle has the " + need;
        Optional<String> idle = plugins.installed().stream()
                .filter(plugin -> plugin.declared().contains(new Plugins.Declared(need.pointName(), need.key())))
                .findFirst()
                .map(plugin -> "; " + plugin.name() + " would bring it"
                        + plugin.why().map(why -> ", but " + why).orElse(""));
        if (idle.isPresent()) {
            return what + idle.get();
        }
        String near = Spelling.nearest(need.key(), there)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        return what + "; there "
                + (there.isEmpty()
                        ? "is none at all"
                        : there.size() == 1 ? "is " + there.get(0) : "are " + String.join(", ", there))
                + near;
    }
}
