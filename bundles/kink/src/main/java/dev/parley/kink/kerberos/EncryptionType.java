package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One Kerberos encryption type with the checksum type that goes with it (RFC 3961 section 3). The keys given are those of the
 * protocol; {@link KerberosKey} derives what a usage needs and keeps it.
 */
abstract class EncryptionType {
    /** Octets of the confounder, one block of AES. */
    static final int CONFOUNDER_OCTETS = 16;

    private static final List<EncryptionType> KNOWN = List.of(
            new AesSha1(17, "aes128-cts-hmac-sha1-96", 16),
            new AesSha1(18, "aes256-cts-hmac-sha1-96", 32),
            new AesSha2(19, "aes128-cts-hmac-sha256-128", 16, 128, 128, 256, "HmacSHA256"),
            new AesSha2(20, "aes256-cts-hmac-sha384-192", 32, 192, 256, 384, "HmacSHA384"));

    private final int number;
    private final String name;
    private final int keyOctets;

    EncryptionType(int number, String name, int keyOctets) {
        this.number = number;
        this.name = name;
        this.keyOctets = keyOctets;
    }

    /** The type with the IANA number {@code number}, if this room knows it; DES, 3DES and RC4 it does not. */
    static Optional<EncryptionType> numbered(int number) {
        return KNOWN.stream().filter(type -> type.number == number).findFirst();
    }

    /** All types known here, as a person reads them: {@code 17 aes128-cts-hmac-sha1-96}. */
    static List<String> names() {
        return KNOWN.stream().map(EncryptionType::toString).toList();
    }

    final int number() {
        return number;
    }

    final int keyOctets() {
        return keyOctets;
    }

    /** Octets of a checksum, and of the tag that ends a ciphertext. */
    abstract int tagOctets();

    /** The keys of one usage. */
    abstract UsageKeys derive(Key key, int usage);

    /** Ciphertext and tag of a confounder and what follows it. */
    abstract Bytes seal(UsageKeys keys, byte[] confoundedPlaintext);

    /** The plaintext, confounder and all, of a ciphertext whose tag is right; empty if it is not. */
    abstract Optional<byte[]> open(UsageKeys keys, Bytes ciphertext);

    /** The keyed checksum over {@code octets}. */
    abstract Bytes checksum(UsageKeys keys, Bytes octets);

    /** The pseudo-random function over {@code seed}, in the reading asked for where the type has two. */
    abstract Key prf(Key key, Key seed, PrfReading reading);

    @Override
    public final String toString() {
        return number + " " + name;
    }

    /** Checksum, encryption and integrity key of one usage (RFC 3961 section 5.3). */
    record UsageKeys(Key kc, Key ke, Key ki) {
        void wipe() {
            kc.wipe();
            ke.wipe();
            ki.wipe();
        }
    }

    /** {@code usage | kind}, the well-known constant from which a usage's key is derived. */
    static byte[] constant(int usage, int kind) {
        return new byte[] {(byte) (usage >>> 24), (byte) (usage >>> 16), (byte) (usage >>> 8), (byte) usage, (byte) kind
        };
    }

    static final int CHECKSUM_KEY = 0x99;
    static final int ENCRYPTION_KEY = 0xaa;
    static final int INTEGRITY_KEY = 0x55;

    static Key truncated(byte[] octets, int length) {
        Key key = Key.owning(Arrays.copyOf(octets, length));
        Arrays.fill(octets, (byte) 0);
        return key;
    }
}
