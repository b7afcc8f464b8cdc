package dev.parley.crypto;

import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An encryption algorithm, with or without integrity of its own. */
@ConsumerType
@ExtensionPoint("cipher")
public interface Cipher extends Negotiable {
    /** The key sizes it may be negotiated with, in bits, best first; one entry of 0 if its size is fixed and unsaid. */
    List<Integer> keyBits();

    /** Octets of key material for a key of {@code keyBits}, a salt included. */
    int keyOctets(int keyBits);

    /** Octets of the explicit initialization vector. */
    int ivOctets();

    /** What a plaintext's length must be a multiple of; 1 if any length will do. */
    int blockOctets();

    /** Octets that {@link #seal} appends to prove integrity; 0 for a cipher that needs an {@link Integrity} beside it. */
    int checksumOctets();

    /** Whether the IV must be unpredictable ({@code true}) or must only never repeat. */
    boolean unpredictableIv();

    /** Whether it proves integrity itself. */
    default boolean authenticated() {
        return checksumOctets() > 0;
    }

    /**
     * @param key key material of {@link #keyOctets}
     * @param associated authenticated but not encrypted; empty for a cipher without integrity
     */
    Bytes seal(Key key, Bytes iv, Bytes associated, Bytes plaintext) throws GeneralSecurityException;

    /** @throws GeneralSecurityException if the octets were not made by {@link #seal} with these arguments */
    Bytes open(Key key, Bytes iv, Bytes associated, Bytes ciphertext) throws GeneralSecurityException;
}
