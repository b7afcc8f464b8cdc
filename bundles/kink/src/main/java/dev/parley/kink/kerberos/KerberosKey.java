package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Kerberos key with its encryption type: seals, opens, sums and expands under a key usage (RFC 3961 section 3). The keys of a
 * usage are derived once and kept, since deriving them costs ten times what using them does. Prints its type alone.
 */
public final class KerberosKey implements AutoCloseable {
    private final EncryptionType type;
    private final Key key;
    private final Map<Integer, EncryptionType.UsageKeys> usages = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private KerberosKey(EncryptionType type, Key key) {
        this.type = type;
        this.key = key;
    }

    /** Takes {@code key} over; empty if the type is not one of 17 to 20 or the key has another length than the type's. */
    public static Optional<KerberosKey> of(int type, Key key) {
        return EncryptionType.numbered(type)
                .filter(known -> known.keyOctets() == key.length())
                .map(known -> new KerberosKey(known, key));
    }

    /** The encryption type's IANA number. */
    public int type() {
        return type.number();
    }

    /** Octets of {@link #checksum}. */
    public int checksumOctets() {
        return type.tagOctets();
    }

    public Bytes seal(int usage, Bytes plaintext, RandomSource random) {
        byte[] confounded = new byte[EncryptionType.CONFOUNDER_OCTETS + plaintext.length()];
        random.bytes(EncryptionType.CONFOUNDER_OCTETS).copyTo(confounded, 0);
        plaintext.copyTo(confounded, EncryptionType.CONFOUNDER_OCTETS);
        Bytes sealed = type.seal(usage(usage), confounded);
        Arrays.fill(confounded, (byte) 0);
        return sealed;
    }

    /** What was sealed under the same key and usage; empty if it was not. */
    public Optional<Bytes> open(int usage, Bytes ciphertext) {
        return type.open(usage(usage), ciphertext).map(plaintext -> {
            Bytes opened = Bytes.copyOf(
                    plaintext, EncryptionType.CONFOUNDER_OCTETS, plaintext.length - EncryptionType.CONFOUNDER_OCTETS);
            Arrays.fill(plaintext, (byte) 0);
            return opened;
        });
    }

    public Bytes checksum(int usage, Bytes octets) {
        return type.checksum(usage(usage), octets);
    }

    /** The type's pseudo-random function (RFC 3961 section 3) over {@code seed}. */
    public Key prf(Key seed, PrfReading reading) {
        demandOpen();
        return type.prf(key, seed, reading);
    }

    private EncryptionType.UsageKeys usage(int usage) {
        demandOpen();
        return usages.computeIfAbsent(usage, number -> type.derive(key, number));
    }

    /** The octets of the key, for a key log. */
    public Key key() {
        return key;
    }

    /** What is wiped is all zeros, and would seal as well as any key. */
    private void demandOpen() {
        if (closed) {
            throw new IllegalStateException("a key of type " + type + " is used after it was wiped");
        }
    }

    /** Whether it was wiped. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        key.wipe();
        usages.values().forEach(EncryptionType.UsageKeys::wipe);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KerberosKey that && type == that.type && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return type.number();
    }

    @Override
    public String toString() {
        return "key of type " + type;
    }
}
