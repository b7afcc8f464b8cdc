package dev.parley.ikev1.phase2;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.ikev1.proposal.OakleyAttribute;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.extension.Catalog;
import java.util.Optional;
import java.util.OptionalInt;

/** Quick Mode's own key exchange, for perfect forward secrecy (RFC 2409 section 5.5). */
final class KeyExchanges {
    private KeyExchanges() {}

    /** The method that the policy wants for {@code child}, one for all its suites: all proposals have one group. */
    static Optional<Algorithm> wanted(ChildPolicy child) {
        return child.suites().stream()
                .flatMap(suite -> suite.keyExchange().stream())
                .findFirst();
    }

    static KeyExchangeMethod method(Catalog catalog, Algorithm wanted) throws Refusal {
        return catalog.find(KeyExchangeMethod.class, wanted.key())
                .orElseThrow(() ->
                        new Refusal(Blame.LOCAL_FAILURE, "key exchange " + wanted.key() + " is not installed now"));
    }

    /** The number of the child's group, if it wants one. */
    static OptionalInt group(Catalog catalog, ChildPolicy child) throws Refusal {
        Optional<Algorithm> wanted = wanted(child);
        if (wanted.isEmpty() || wanted.get().number().isPresent()) {
            return wanted.isEmpty() ? OptionalInt.empty() : wanted.get().number();
        }
        Integer number = method(catalog, wanted.get()).codePoints().get(OakleyAttribute.GROUP);
        if (number == null) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "key exchange " + wanted.get().key() + " has no number among the groups of RFC 2409: use another,"
                            + " or give it one in the policy");
        }
        return OptionalInt.of(number);
    }
}
