package dev.parley.examples.tenminutes;

import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import org.bouncycastle.math.ec.rfc7748.X448;

record MyKex(String key, Traits traits, Bytes base) implements KeyExchangeMethod {
    public Turn<SharedSecret> initiate(KeyExchangeContext context) throws GeneralSecurityException {
        SharedSecret mine = context.secret(56);
        return Turn.say(times(mine, base.toArray()).reveal(), theirs -> Turn.agree(times(mine, theirs.toArray())));
    }

    public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) throws GeneralSecurityException {
        SharedSecret mine = context.secret(56);
        return Turn.agree(times(mine, base.toArray()).reveal(), times(mine, first.toArray()));
    }

    private static SharedSecret times(SharedSecret mine, byte[] u) throws GeneralSecurityException {
        if (mine.lend(scalar -> X448.calculateAgreement(scalar, 0, u, 0, u, 0))) return SharedSecret.owning(u);
        throw new GeneralSecurityException("a point of small order: RFC 7748 section 6.2");
    }
}
