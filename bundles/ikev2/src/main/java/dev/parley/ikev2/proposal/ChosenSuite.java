package dev.parley.ikev2.proposal;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.Prf;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import java.util.Optional;

/**
 * What a proposal came down to: one algorithm of each type, by name.
 *
 * @param encryption with its key size
 * @param integrity empty beside a cipher that has its own
 * @param prf empty for ESP
 * @param keyExchange empty for ESP without one
 * @param sequenceNumbers ordinary for an IKE SA, which numbers its messages otherwise
 */
public record ChosenSuite(
        Algorithm encryption,
        Optional<Algorithm> integrity,
        Optional<Algorithm> prf,
        Optional<Algorithm> keyExchange,
        SequenceNumbers sequenceNumbers) {
    /** The algorithms of an IKE SA, if they are installed now. */
    public IkeAlgorithms resolve(Catalog catalog) throws Refusal {
        Optional<Integrity> checksum = Optional.empty();
        if (integrity.isPresent()) {
            checksum = Optional.of(find(catalog, Integrity.class, integrity.get()));
        }
        return new IkeAlgorithms(
                find(catalog, Cipher.class, encryption),
                encryption.keyBits().orElse(0),
                checksum,
                find(catalog, Prf.class, prf.orElseThrow()));
    }

    @Override
    public String toString() {
        return encryption
                + integrity.map(name -> " + " + name).orElse("")
                + prf.map(name -> " + " + name).orElse("")
                + keyExchange.map(name -> " + " + name).orElse("")
                + (sequenceNumbers == SequenceNumbers.EXTENDED ? " + " + sequenceNumbers : "");
    }

    private static <E extends Extension> E find(Catalog catalog, Class<E> point, Algorithm name) throws Refusal {
        return catalog.find(point, name.key())
                .orElseThrow(() -> new Refusal(Blame.LOCAL_FAILURE, name.key() + " is not installed now"));
    }
}
