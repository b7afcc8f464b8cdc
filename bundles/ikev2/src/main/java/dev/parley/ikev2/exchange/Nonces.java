package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.wire.Bytes;

/** Nonces that answer ours (RFC 7296 section 2.10). */
final class Nonces {
    private Nonces() {}

    /** Nr, which is random and therefore never our own: that one only comes back from a mirror. */
    static Bytes answering(Bytes ni, IkeMessage response) throws Refusal {
        Bytes nr = response.need(NoncePayload.class, "Nr").nonce();
        if (nr.equals(ni)) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED, "the peer's nonce is our own: nonces are random (RFC 7296 section 2.10)");
        }
        return nr;
    }
}
