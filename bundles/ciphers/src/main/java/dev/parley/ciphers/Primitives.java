package dev.parley.ciphers;

import java.security.Provider;
import java.security.Security;

/** Where the primitives come from: the JDK's own providers as objects, so that the order of the JVM's providers never matters. */
final class Primitives {
    private static final String CIPHERS = "SunJCE";
    private static final String DIGESTS = "SUN";

    private Primitives() {}

    /** Of AES and HMAC. */
    static Provider provider() {
        return named(CIPHERS, "AES and HMAC are");
    }

    /** Of hash functions. */
    static Provider digests() {
        return named(DIGESTS, "SHA-1 and SHA-2 are");
    }

    private static Provider named(String name, String taken) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new IllegalStateException(
                    "this JVM has no security provider " + name + ", from which " + taken + " taken: use another JVM");
        }
        return provider;
    }
}
