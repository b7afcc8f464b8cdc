package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;

/**
 * Diffie-Hellman modulo a safe prime, RFC 3526; values as RFC 7296 section 3.4 wants them (as long as the prime, padded with
 * zeros in front), peers' values checked as RFC 6989 section 2.1 says.
 *
 * <p>The arithmetic is the JDK's own provider, asked by object, so that the order of the JVM's providers never matters. Its
 * big integers cannot be wiped; the exponent's octets, ours and the copy, are.
 */
public final class Modp implements KeyExchangeMethod {
    /** The generator of every group of RFC 3526. */
    private static final BigInteger GENERATOR = BigInteger.TWO;

    private final Row row;
    private final BigInteger prime;
    private final Optional<Provider> arithmetic = Optional.ofNullable(Security.getProvider("SunJCE"));

    private Modp(Row row) {
        this.row = row;
        this.prime = new BigInteger(row.prime, 16);
    }

    /** Every group of the table. */
    public static List<Modp> groups() {
        return Arrays.stream(Row.values()).map(Modp::new).toList();
    }

    @Override
    public String key() {
        return row.key;
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Groups.numbered(row.number);
    }

    @Override
    public Traits traits() {
        return Traits.fixed(row.bits / 8, row.bits / 8);
    }

    @Override
    public Turn<SharedSecret> initiate(KeyExchangeContext context) throws GeneralSecurityException, Unavailable {
        SharedSecret exponent = context.secret(row.exponentBits / 8);
        return Turn.say(publicValue(exponent), theirs -> Turn.agree(power(checked(theirs), exponent)));
    }

    @Override
    public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first)
            throws GeneralSecurityException, Unavailable {
        BigInteger theirs = checked(first);
        SharedSecret exponent = context.secret(row.exponentBits / 8);
        return Turn.agree(publicValue(exponent), power(theirs, exponent));
    }

    private Bytes publicValue(SharedSecret exponent) throws GeneralSecurityException, Unavailable {
        return power(GENERATOR, exponent).reveal();
    }

    private BigInteger checked(Bytes theirs) throws InvalidKeyException {
        if (theirs.length() != row.bits / 8) {
            throw new InvalidKeyException(
                    "a " + row.key + " public value has " + row.bits / 8 + " octets, not " + theirs.length());
        }
        BigInteger value = new BigInteger(1, theirs.toArray());
        if (value.compareTo(BigInteger.ONE) <= 0 || value.compareTo(prime.subtract(BigInteger.ONE)) >= 0) {
            throw new InvalidKeyException(
                    "the " + row.key + " public value is not between 1 and p-1, which RFC 6989 section 2.1 demands");
        }
        return value;
    }

    /** {@code base} to the power of the exponent, as long as the prime. */
    private SharedSecret power(BigInteger base, SharedSecret exponent) throws GeneralSecurityException, Unavailable {
        Provider provider = arithmetic.orElseThrow(() ->
                new Unavailable("this JVM has no provider SunJCE, which computes " + row.key + ": use another JVM"));
        KeyFactory keys = KeyFactory.getInstance("DiffieHellman", provider);
        KeyAgreement agreement = KeyAgreement.getInstance("DiffieHellman", provider);
        agreement.init(keys.generatePrivate(new DHPrivateKeySpec(number(exponent), prime, GENERATOR)));
        agreement.doPhase(keys.generatePublic(new DHPublicKeySpec(base, prime, GENERATOR)), true);
        return SharedSecret.owning(agreement.generateSecret());
    }

    /** The exponent with its highest bit set: never 0, and its length tells nothing. */
    private static BigInteger number(SharedSecret exponent) {
        byte[] octets = exponent.copy();
        octets[0] |= (byte) 0x80;
        try {
            return new BigInteger(1, octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** The groups as data; an exponent has as many bits as lie between the two estimates of RFC 3526 section 8. */
    private enum Row {
        /** RFC 3526 section 3. */
        MODP_2048("modp-2048", 14, 2048, 256, """
                FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74
                020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
                4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
                EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
                98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB
                9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
                E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718
                3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF
                """),
        /** RFC 3526 section 4. */
        MODP_3072("modp-3072", 15, 3072, 320, """
                FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74
                020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
                4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
                EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
                98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB
                9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
                E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718
                3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33
                A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
                ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864
                D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2
                08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF
                """),
        /** RFC 3526 section 5. */
        MODP_4096("modp-4096", 16, 4096, 384, """
                FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74
                020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
                4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
                EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
                98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB
                9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
                E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718
                3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33
                A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
                ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864
                D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2
                08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A92108011A723C12A787E6D7
                88719A10BDBA5B2699C327186AF4E23C1A946834B6150BDA2583E9CA2AD44CE8
                DBBBC2DB04DE8EF92E8EFC141FBECAA6287C59474E6BC05D99B2964FA090C3A2
                233BA186515BE7ED1F612970CEE2D7AFB81BDD762170481CD0069127D5B05AA9
                93B4EA988D8FDDC186FFB7DC90A6C08F4DF435C934063199FFFFFFFFFFFFFFFF
                """);

        private final String key;
        private final int number;
        private final int bits;
        private final int exponentBits;
        private final String prime;

        Row(String key, int number, int bits, int exponentBits, String prime) {
            this.key = key;
            this.number = number;
            this.bits = bits;
            this.exponentBits = exponentBits;
            this.prime = prime.replace("\n", "");
        }
    }
}
