package dev.parley.ipsec;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An algorithm that a policy names; it need not be installed.
 *
 * @param key the extension's key, for example {@code aes-gcm-16}
 * @param keyBits the key size, for ciphers that have several
 * @param number a private-use number that stands for it, which is the policy's to choose
 */
public record Algorithm(String key, OptionalInt keyBits, OptionalInt number) {
    private static final Pattern TEXT = Pattern.compile("([^:\\s]+)(?::([1-9][0-9]{0,5}))?");

    /**
     * {@code name} or {@code name:bits}.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    public static Algorithm parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no algorithm; write a name, or a name and its key size in bits: aes-cbc:128");
        }
        OptionalInt bits =
                parts.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts.group(2)));
        return new Algorithm(parts.group(1), bits, OptionalInt.empty());
    }

    /** The same algorithm under a private-use number. */
    public Algorithm numbered(int privateNumber) {
        return new Algorithm(key, keyBits, OptionalInt.of(privateNumber));
    }

    @Override
    public String toString() {
        return key
                + (keyBits.isPresent() ? ":" + keyBits.getAsInt() : "")
                + (number.isPresent() ? " (number " + number.getAsInt() + ")" : "");
    }
}
