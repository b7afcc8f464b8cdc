package dev.parley.ikev1.keys;

import dev.parley.isakmp.wire.Bytes;

/** Where the chains of cipher blocks begin (RFC 2409 appendix B). */
public final class InitializationVectors {
    private static final int MESSAGE_ID_OCTETS = 4;

    private InitializationVectors() {}

    /** Of phase 1: {@code hash(g^xi | g^xr)}, cut to a block. */
    public static Bytes ofPhase1(Phase1Algorithms with, Bytes gxi, Bytes gxr) {
        return cut(with, Bytes.concat(gxi, gxr));
    }

    /**
     * Of an exchange in phase 2: {@code hash(last block of phase 1 | M-ID)}, cut to a block.
     *
     * @param last the last cipher block of phase 1, whoever sent it
     */
    public static Bytes ofPhase2(Phase1Algorithms with, Bytes last, long messageId) {
        return cut(with, Bytes.concat(last, Bytes.unsigned(messageId, MESSAGE_ID_OCTETS)));
    }

    private static Bytes cut(Phase1Algorithms with, Bytes hashed) {
        return with.digest()
                .digest(hashed)
                .slice(0, with.cipher().blockOctets())
                .compact();
    }
}
