package dev.parley.ipsec;

import java.util.OptionalInt;

/**
 * An algorithm that a policy names; it need not be installed.
 *
 * @param key the extension's key, for example {@code aes-gcm-16}
 * @param keyBits the key size, for ciphers that have several
 * @param number a private-use number that stands for it, which is the policy's to choose
 */
public record Algorithm(String key, OptionalInt keyBits, OptionalInt number) {
    /** {@code name} or {@code name:bits}. */
    public static Algorithm parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Algorithm(text, OptionalInt.empty(), OptionalInt.empty())
                : new Algorithm(
                        text.substring(0, colon), OptionalInt.of(Integer.parseInt(text.substring(colon + 1))), OptionalInt.empty());
    }

    /** The same algorithm under a private-use number. */
    public Algorithm numbered(int privateNumber) {
        return new Algorithm(key, keyBits, OptionalInt.of(privateNumber));
    }

    @Override
    public String toString() {
        return key + (keyBits.isPresent() ? ":" + keyBits.getAsInt() : "")
                + (number.isPresent() ? " (number " + number.getAsInt() + ")" : "");
    }
}
