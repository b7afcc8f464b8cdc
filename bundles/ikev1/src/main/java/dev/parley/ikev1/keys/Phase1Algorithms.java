package dev.parley.ikev1.keys;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Digest;
import dev.parley.crypto.Prf;

/**
 * What an ISAKMP SA computes with, as it is installed now.
 *
 * @param cipherKeyOctets of the key size that was agreed on
 * @param prf the negotiated hash as HMAC, since none is negotiated of its own (RFC 2409 section 4)
 */
public record Phase1Algorithms(Cipher cipher, int cipherKeyOctets, Digest digest, Prf prf) {}
