package dev.parley.operate.view;

import dev.parley.crypto.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Shows that two keys are the same without showing them: four octets of a hash, from which no key can be found. */
public final class Fingerprint {
    private static final byte[] LABEL = "parley key fingerprint\0".getBytes(StandardCharsets.US_ASCII);
    private static final int OCTETS = 4;

    private Fingerprint() {}

    /** Eight hexadecimal digits. */
    public static String of(Key... keys) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(LABEL);
            for (Key key : keys) {
                key.lend(octets -> {
                    digest.update(octets);
                    return octets.length;
                });
            }
            return HexFormat.of().formatHex(digest.digest(), 0, OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
