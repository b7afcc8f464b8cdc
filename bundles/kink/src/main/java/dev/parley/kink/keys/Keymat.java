package dev.parley.kink.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.PrfReading;
import java.util.Optional;

/**
 * KEYMAT of one SA: {@code prf(session key, [g(qm)^xy |] protocol | SPI | Ni_b [| Nr_b])}, expanded by feeding each block back
 * before the same seed (RFC 4430 section 7 on RFC 2409 section 5.5).
 */
public final class Keymat {
    private Keymat() {}

    /**
     * @param protocol the IPsec DOI's number of ESP or AH
     * @param spi chosen by the receiver of the SA
     * @param nr empty when the responder said no nonce
     * @return {@code octets} octets, encryption key first
     */
    public static Key of(
            KerberosKey session,
            PrfReading reading,
            Optional<SharedSecret> secret,
            int protocol,
            Bytes spi,
            Bytes ni,
            Optional<Bytes> nr,
            int octets) {
        Key known = Key.of(Bytes.concat(Bytes.of(protocol), spi, ni, nr.orElse(Bytes.EMPTY)));
        Key seed = secret.map(shared -> Key.concat(shared, known)).orElse(known);
        Key all = session.prf(seed, reading);
        Key last = all.duplicate();
        while (all.length() < octets) {
            Key block = next(session, reading, last, seed);
            Key longer = Key.concat(all, block);
            all.wipe();
            last.wipe();
            all = longer;
            last = block;
        }
        Key keymat = all.slice(0, octets);
        all.wipe();
        last.wipe();
        seed.wipe();
        return keymat;
    }

    private static Key next(KerberosKey session, PrfReading reading, Key last, Key seed) {
        try (Key input = Key.concat(last, seed)) {
            return session.prf(input, reading);
        }
    }
}
