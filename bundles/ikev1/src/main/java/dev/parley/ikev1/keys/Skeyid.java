package dev.parley.ikev1.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.wire.Bytes;

/** SKEYID, which depends on how the two sides prove who they are (RFC 2409 section 5). */
public final class Skeyid {
    private Skeyid() {}

    /** {@code prf(pre-shared-key, Ni_b | Nr_b)}. */
    public static Key ofPreSharedKey(Prf prf, SharedSecret preSharedKey, Bytes ni, Bytes nr) {
        try (Key key = preSharedKey.toKey()) {
            return prf.prf(key, Bytes.concat(ni, nr));
        }
    }

    /** {@code prf(Ni_b | Nr_b, g^xy)}, for signatures. */
    public static Key ofSignatures(Prf prf, SharedSecret secret, Bytes ni, Bytes nr) {
        try (Key shared = secret.toKey()) {
            return prf.prf(Key.of(Bytes.concat(ni, nr)), shared);
        }
    }
}
