package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets behind stateless tags (RFC 7296 section 2.6): a new one each minute, the last two are valid. */
final class TagSecrets {
    private final Host host;
    private final RandomSource random;
    private final byte[][] secrets = new byte[2][OCTETS];
    private int generation = 1;
    private long since;

    TagSecrets(Host host) {
        this.host = host;
        this.random = host.random().fork();
        this.since = host.now().monotonic();
        random.fill(secrets[0]);
        random.fill(secrets[1]);
    }

    /** The generation in use now. */
    synchronized int generation() {
        while (host.now().monotonic() - since >= LIFETIME_MILLIS) {
            generation++;
            random.fill(secrets[generation & 1]);
            since = Math.max(since + LIFETIME_MILLIS, host.now().monotonic() - LIFETIME_MILLIS);
        }
        return generation;
    }

    /** HMAC-SHA-256 over {@code what}; zeros for a generation that is forgotten or has not come. */
    Bytes tag(int wanted, Bytes what) {
        byte[] secret;
        synchronized (this) {
            int now = generation();
            if (wanted != now && wanted != now - 1) {
                return Bytes.zeros(OCTETS);
            }
            secret = secrets[wanted & 1].clone();
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return Bytes.copyOf(mac.doFinal(what.toArray()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, broken);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    synchronized void wipe() {
        for (byte[] secret : secrets) {
            random.fill(secret);
        }
    }

    /** A peer that was handed a tag answers within seconds; one of the generation before is still good. */
    static final long LIFETIME_MILLIS = 60_000;

    private static final int OCTETS = 32;
    private static final String ALGORITHM = "HmacSHA256";
}
