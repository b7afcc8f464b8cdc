package dev.parley.ikev1.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;

/** Key material of one SA: {@code prf(SKEYID_d, [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b)} and more (RFC 2409 section 5.5). */
public final class Keymat {
    private Keymat() {}

    /**
     * @param secret of the exchange's own key exchange, if it had one
     * @param protocol the IPsec DOI's number of ESP or AH
     * @param spi chosen by who receives on the SA
     * @return {@code octets} octets, the encryption key first
     */
    public static Key of(
            Prf prf, Key d, Optional<SharedSecret> secret, int protocol, Bytes spi, Bytes ni, Bytes nr, int octets) {
        Key known = Key.of(Bytes.concat(Bytes.of(protocol), spi, ni, nr));
        try (Key seed = secret.map(shared -> Key.concat(shared, known)).orElse(known)) {
            return Feedback.expand(prf, d, seed, seed, octets);
        }
    }
}
