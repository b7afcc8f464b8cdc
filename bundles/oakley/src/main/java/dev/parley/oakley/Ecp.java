package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * Elliptic curve groups modulo a prime, RFC 5903: a public value is x and y without a prefix (section 7), the secret is x alone
 * (section 9's correction of RFC 4753). Peers' values are checked as RFC 6989 section 2.3 says.
 */
public final class Ecp implements KeyExchangeMethod {
    /** Octets drawn beyond the order's length, so that reducing them favours no scalar (FIPS 186-4, appendix B.4.1). */
    private static final int EXTRA_OCTETS = 8;

    private final Row row;
    private final ECDomainParameters curve;

    private Ecp(Row row) {
        this.row = row;
        X9ECParameters named = CustomNamedCurves.getByName(row.curve);
        this.curve = new ECDomainParameters(named.getCurve(), named.getG(), named.getN(), named.getH());
    }

    /** Every group of the table. */
    public static List<Ecp> groups() {
        return Arrays.stream(Row.values()).map(Ecp::new).toList();
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
        return Traits.fixed(2 * row.octets, 2 * row.octets);
    }

    @Override
    public Turn<SharedSecret> initiate(KeyExchangeContext context) {
        SharedSecret mine = context.secret(row.octets + EXTRA_OCTETS);
        return Turn.say(publicValue(mine), theirs -> Turn.agree(agree(mine, checked(theirs))));
    }

    @Override
    public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) throws InvalidKeyException {
        ECPublicKeyParameters theirs = checked(first);
        SharedSecret mine = context.secret(row.octets + EXTRA_OCTETS);
        return Turn.agree(publicValue(mine), agree(mine, theirs));
    }

    private Bytes publicValue(SharedSecret mine) {
        ECPoint point = new FixedPointCombMultiplier()
                .multiply(curve.getG(), scalar(mine))
                .normalize();
        return Bytes.concat(
                Bytes.copyOf(point.getAffineXCoord().getEncoded()),
                Bytes.copyOf(point.getAffineYCoord().getEncoded()));
    }

    /** A point of the curve; its order is the group's, since the cofactor is 1. Infinity has no coordinates to send. */
    private ECPublicKeyParameters checked(Bytes theirs) throws InvalidKeyException {
        if (theirs.length() != 2 * row.octets) {
            throw new InvalidKeyException(
                    "a " + row.key + " public value has " + 2 * row.octets + " octets, not " + theirs.length());
        }
        try {
            ECPoint point = curve.getCurve()
                    .validatePoint(number(theirs.slice(0, row.octets)), number(theirs.from(row.octets)));
            return new ECPublicKeyParameters(point, curve);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException(
                    "the " + row.key + " public value is no point of the curve, which RFC 6989 section 2.3 demands", e);
        }
    }

    private SharedSecret agree(SharedSecret mine, ECPublicKeyParameters theirs) {
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(new ECPrivateKeyParameters(scalar(mine), curve));
        return SharedSecret.owning(BigIntegers.asUnsignedByteArray(row.octets, agreement.calculateAgreement(theirs)));
    }

    /** A scalar from 1 to n-1; BouncyCastle's numbers cannot be wiped, the octets are. */
    private BigInteger scalar(SharedSecret mine) {
        BigInteger last = curve.getN().subtract(BigInteger.ONE);
        return mine.lend(octets -> new BigInteger(1, octets).mod(last).add(BigInteger.ONE));
    }

    private static BigInteger number(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    /** The groups as data. */
    private enum Row {
        /** RFC 5903 section 3.1. */
        ECP_256("ecp-256", 19, "secp256r1", 32),
        /** RFC 5903 section 3.2. */
        ECP_384("ecp-384", 20, "secp384r1", 48),
        /** RFC 5903 section 3.3. */
        ECP_521("ecp-521", 21, "secp521r1", 66);

        private final String key;
        private final int number;
        private final String curve;
        private final int octets;

        Row(String key, int number, String curve, int octets) {
            this.key = key;
            this.number = number;
            this.curve = curve;
            this.octets = octets;
        }
    }
}
