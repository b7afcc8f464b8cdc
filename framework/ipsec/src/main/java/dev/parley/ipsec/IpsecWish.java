package dev.parley.ipsec;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Need;
import dev.parley.isakmp.negotiation.Wish;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A wish for the SAs of a policy.
 *
 * @param child one child of the policy, or all of it
 */
public record IpsecWish(Policy policy, Optional<String> child) implements Wish {
    @Override
    public String connection() {
        return policy.name();
    }

    @Override
    public String protocol() {
        return policy.protocol();
    }

    @Override
    public Endpoint local() {
        return policy.local().endpoint();
    }

    @Override
    public Endpoint remote() {
        return policy.remote().endpoint();
    }

    /** The algorithms of the negotiation, and the key exchanges of its children; a kernel has its own algorithms for ESP. */
    @Override
    public List<Need> needs() {
        Set<Need> needs = new LinkedHashSet<>();
        for (Suite suite : policy.suites()) {
            add(needs, Cipher.class, suite.encryption());
            add(needs, Integrity.class, suite.integrity());
            add(needs, Prf.class, suite.prf());
            add(needs, KeyExchangeMethod.class, suite.keyExchange());
        }
        policy.children()
                .forEach(each ->
                        each.suites().forEach(suite -> add(needs, KeyExchangeMethod.class, suite.keyExchange())));
        return List.copyOf(needs);
    }

    private static void add(Set<Need> needs, Class<? extends Extension> point, List<Algorithm> algorithms) {
        algorithms.forEach(algorithm -> needs.add(new Need(point, algorithm.key())));
    }
}
