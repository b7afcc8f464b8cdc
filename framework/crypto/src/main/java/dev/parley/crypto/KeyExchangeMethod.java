package dev.parley.crypto;

import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way for two parties to agree on a secret: Diffie-Hellman, a KEM, something of one's own. Every step may be slow; it runs
 * as work, off the negotiation's lane.
 */
@ConsumerType
@ExtensionPoint("key-exchange")
public interface KeyExchangeMethod extends Negotiable {
    Traits traits();

    /**
     * @throws Unavailable we cannot now
     * @throws GeneralSecurityException never because of a peer: none has spoken
     */
    Turn<SharedSecret> initiate(KeyExchangeContext context) throws GeneralSecurityException, Unavailable;

    /**
     * @param first what the initiator said
     * @throws GeneralSecurityException the initiator's octets are bad
     * @throws Unavailable we cannot now
     */
    Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) throws GeneralSecurityException, Unavailable;
}
