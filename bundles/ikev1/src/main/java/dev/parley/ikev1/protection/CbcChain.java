package dev.parley.ikev1.protection;

import dev.parley.crypto.Key;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.IsakmpFlags;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireWriter;
import java.security.GeneralSecurityException;

/**
 * One message of a chain: all behind the header in whole cipher blocks, chained to the last block of the message before (RFC 2409
 * appendix B). Nothing in here proves anything; HASH payloads do.
 */
public final class CbcChain {
    private CbcChain() {}

    /**
     * What the octets behind {@code datagram}'s header hold, padding included.
     *
     * @throws GeneralSecurityException they are no whole blocks
     */
    public static Bytes open(Phase1Algorithms with, Key key, Bytes iv, Bytes datagram) throws GeneralSecurityException {
        Bytes sealed = datagram.from(IsakmpHeader.OCTETS);
        int block = with.cipher().blockOctets();
        if (sealed.isEmpty() || sealed.length() % block != 0) {
            throw new GeneralSecurityException(sealed.length() + " encrypted octets are no whole blocks of " + block);
        }
        return with.cipher().open(key, iv, Bytes.EMPTY, sealed);
    }

    /** What the next message of the chain begins with: the last block of this one. */
    public static Bytes next(Phase1Algorithms with, Bytes datagram) {
        return datagram.from(datagram.length() - with.cipher().blockOctets()).compact();
    }

    /** Zeros up to a whole block, which is what we pad with; a peer may have more of them. */
    public static Bytes padding(Phase1Algorithms with, Bytes chain) {
        return Bytes.zeros(Math.floorMod(-chain.length(), with.cipher().blockOctets()));
    }

    /**
     * A whole message.
     *
     * @param plain payloads and padding, whole blocks
     */
    public static Bytes seal(Phase1Algorithms with, Key key, Bytes iv, Head head, Bytes plain)
            throws GeneralSecurityException {
        Bytes sealed = with.cipher().seal(key, iv, Bytes.EMPTY, plain);
        WireWriter out = new WireWriter();
        new IsakmpHeader(
                        head.initiatorCookie(),
                        head.responderCookie(),
                        head.firstPayload(),
                        IsakmpExchanges.MAJOR_VERSION,
                        0,
                        head.exchangeType(),
                        IsakmpFlags.ENCRYPTION | head.flags(),
                        head.messageId(),
                        IsakmpHeader.OCTETS + sealed.length())
                .write(out);
        return out.bytes(sealed).toBytes();
    }

    /**
     * What stands in a sealed message's header.
     *
     * @param flags besides {@link IsakmpFlags#ENCRYPTION}
     */
    public record Head(
            Bytes initiatorCookie,
            Bytes responderCookie,
            int firstPayload,
            int exchangeType,
            int flags,
            long messageId) {}
}
