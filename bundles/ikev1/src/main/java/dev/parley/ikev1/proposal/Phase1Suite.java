package dev.parley.ikev1.proposal;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Digest;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Prf;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ipsec.Algorithm;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import java.util.OptionalInt;

/**
 * The algorithms of an ISAKMP SA by name: an SA keeps no more of them, so that a bundle may be replaced under it.
 *
 * @param encryption with its key size
 * @param digest the hash that was negotiated, and {@code prf} its HMAC
 * @param group the number under which the key exchange was negotiated
 */
public record Phase1Suite(Algorithm encryption, String digest, Algorithm prf, Algorithm keyExchange, int group) {
    /** What is installed for it now. */
    public Phase1Algorithms resolve(Catalog catalog) throws Refusal {
        Cipher cipher = find(catalog, Cipher.class, encryption.key());
        return new Phase1Algorithms(
                cipher,
                cipher.keyOctets(encryption.keyBits().orElse(0)),
                find(catalog, Digest.class, digest),
                find(catalog, Prf.class, prf.key()));
    }

    /** Its key exchange, if that is installed now. */
    public KeyExchangeMethod method(Catalog catalog) throws Refusal {
        return find(catalog, KeyExchangeMethod.class, keyExchange.key());
    }

    public OptionalInt number() {
        return OptionalInt.of(group);
    }

    @Override
    public String toString() {
        return encryption + " + " + prf + " + " + keyExchange;
    }

    private static <E extends Extension> E find(Catalog catalog, Class<E> point, String key) throws Refusal {
        return catalog.find(point, key)
                .orElseThrow(() -> new Refusal(Blame.LOCAL_FAILURE, key + " is not installed now"));
    }
}
