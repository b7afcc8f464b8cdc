package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import java.security.InvalidKeyException;
import java.util.Map;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** Group 31: X25519, RFC 7748 section 6.1, carried as RFC 8031 says. */
public final class Curve25519 implements KeyExchangeMethod {
    private static final int OCTETS = 32;

    @Override
    public String key() {
        return "x25519";
    }

    @Override
    public Map<NumberSpace, Integer> codePoints() {
        return Map.of(new NumberSpace("ikev2.key-exchange"), 31);
    }

    @Override
    public Traits traits() {
        return Traits.fixed(OCTETS, OCTETS);
    }

    @Override
    public Turn<SharedSecret> initiate(KeyExchangeContext context) {
        SharedSecret mine = context.secret(OCTETS);
        return Turn.say(publicValue(mine), theirs -> Turn.agree(agree(mine, theirs)));
    }

    @Override
    public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) throws InvalidKeyException {
        SharedSecret mine = context.secret(OCTETS);
        SharedSecret agreed = agree(mine, first);
        return Turn.agree(publicValue(mine), agreed);
    }

    private static Bytes publicValue(SharedSecret mine) {
        byte[] value = new byte[OCTETS];
        mine.lend(scalar -> {
            X25519.generatePublicKey(scalar, 0, value, 0);
            return value;
        });
        return Bytes.copyOf(value);
    }

    private static SharedSecret agree(SharedSecret mine, Bytes theirs) throws InvalidKeyException {
        if (theirs.length() != OCTETS) {
            throw new InvalidKeyException("a Curve25519 public key has 32 octets, not " + theirs.length());
        }
        byte[] agreed = new byte[OCTETS];
        boolean contributory =
                mine.lend(scalar -> X25519.calculateAgreement(scalar, 0, theirs.toArray(), 0, agreed, 0));
        if (!contributory) {
            throw new InvalidKeyException("the shared value is all zero: the peer sent a point of small order, which "
                    + "RFC 7748 section 6.1 lets us refuse");
        }
        return SharedSecret.owning(agreed);
    }
}
