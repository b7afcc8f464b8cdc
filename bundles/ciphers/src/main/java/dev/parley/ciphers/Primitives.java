package dev.parley.ciphers;

import java.security.Provider;
import java.security.Security;

/** Where the primitives come from: the JDK's own provider as an object, so that the order of the JVM's providers never matters. */
final class Primitives {
    private static final String NAME = "SunJCE";

    private Primitives() {}

    static Provider provider() {
        Provider provider = Security.getProvider(NAME);
        if (provider == null) {
            throw new IllegalStateException("this JVM has no security provider " + NAME
                    + ", from which AES and HMAC are taken: use another JVM");
        }
        return provider;
    }
}
