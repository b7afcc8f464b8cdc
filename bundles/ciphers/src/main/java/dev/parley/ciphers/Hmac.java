package dev.parley.ciphers;

import dev.parley.crypto.Key;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;

/**
 * HMAC of one hash, RFC 2104, uncut.
 *
 * @param algorithm the JDK's name of it
 * @param octets of its output
 */
record Hmac(Provider provider, String algorithm, int octets) {
    static Hmac sha1(Provider provider) {
        return new Hmac(provider, "HmacSHA1", 20);
    }

    static Hmac sha256(Provider provider) {
        return new Hmac(provider, "HmacSHA256", 32);
    }

    static Hmac sha384(Provider provider) {
        return new Hmac(provider, "HmacSHA384", 48);
    }

    static Hmac sha512(Provider provider) {
        return new Hmac(provider, "HmacSHA512", 64);
    }

    Key sum(Key key, Key data) {
        try (LentKey lent = new LentKey(algorithm, key)) {
            Mac mac = Mac.getInstance(algorithm, provider);
            mac.init(lent);
            return Key.owning(data.lend(mac::doFinal));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's provider has no " + algorithm + ": use another JVM", e);
        }
    }
}
