package dev.parley.ikev2.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.wire.Bytes;
import java.security.MessageDigest;

/**
 * The AUTH payload of a pre-shared key (RFC 7296 section 2.15): {@code prf(prf(Shared Secret, "Key Pad for IKEv2"), octets)} over
 * the signer's own first message as it was on the wire, the other's nonce, and the signer's identity.
 */
public final class PreSharedKeyProof {
    private static final Bytes KEY_PAD = Bytes.utf8("Key Pad for IKEv2");

    private PreSharedKeyProof() {}

    /**
     * @param realMessage the signer's IKE_SA_INIT message, every octet as sent
     * @param othersNonce the other side's nonce, without header
     * @param idBody the signer's identity payload without its generic header, reserved octets included
     * @param skP the signer's SK_p
     */
    public static Bytes of(Prf prf, SharedSecret secret, Bytes realMessage, Bytes othersNonce, Bytes idBody, Key skP) {
        try (Key pad = padded(prf, secret)) {
            Bytes macedId = prf.prf(skP, idBody).reveal();
            return prf.prf(pad, Bytes.concat(realMessage, othersNonce, macedId)).reveal();
        }
    }

    private static Key padded(Prf prf, SharedSecret secret) {
        try (Key key = secret.toKey()) {
            return prf.prf(key, KEY_PAD);
        }
    }

    /** Whether {@code claimed} is the proof, compared in constant time. */
    public static boolean matches(Bytes claimed, Bytes proof) {
        return MessageDigest.isEqual(claimed.toArray(), proof.toArray());
    }
}
