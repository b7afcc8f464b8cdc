package dev.parley.isakmp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Immutable octets with value equality. Prints as hexadecimal, so it never holds a secret.
 *
 * <p>A slice shares storage with what it was cut from; nothing can change either.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\P{C}]");

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Octets equal to {@code array} now; later changes of the array are not seen. */
    public static Bytes copyOf(byte[] array) {
        return copyOf(array, 0, array.length);
    }

    /** Octets equal to the {@code length} octets of {@code array} from {@code offset}; all of them must be there. */
    public static Bytes copyOf(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(array, offset, offset + length), 0, length);
    }

    /** One octet an argument, each 0 to 255: another number is an {@link IllegalArgumentException}. */
    public static Bytes of(int... octets) {
        byte[] array = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] >>> 8 != 0) {
                throw new IllegalArgumentException("an octet cannot hold " + octets[i]);
            }
            array[i] = (byte) octets[i];
        }
        return wrap(array);
    }

    /** Octets from hexadecimal digits; white space is ignored. */
    public static Bytes hex(String digits) {
        return wrap(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
    }

    /** The UTF-8 octets of {@code text}. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code length} octets of zero. */
    public static Bytes zeros(int length) {
        return wrap(new byte[length]);
    }

    /** {@code value} as {@code length} octets, most significant first; it must fit. */
    public static Bytes unsigned(long value, int length) {
        if (length < Long.BYTES && value >>> 8 * length != 0) {
            throw new IllegalArgumentException(length + " octets cannot hold " + value);
        }
        byte[] array = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            array[i] = (byte) value;
            value >>>= 8;
        }
        return wrap(array);
    }

    /** The parts, one after the other. */
    public static Bytes concat(Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.length;
        }
        byte[] array = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.array, part.offset, array, at, part.length);
            at += part.length;
        }
        return wrap(array);
    }

    static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The octet at {@code index}, 0 to 255. */
    public int at(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xff;
    }

    /** The octets from {@code from} to before {@code to}. */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return from == to ? EMPTY : new Bytes(array, offset + from, to - from);
    }

    /** The octets from {@code from} to the end. */
    public Bytes from(int from) {
        return slice(from, length);
    }

    /** The number that {@code count} octets (8 at most) from {@code index} spell, most significant first. */
    public long number(int index, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | at(index + i);
        }
        return value;
    }

    /** A fresh array with these octets. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The same octets in storage of their own: for what is kept when the message that it was cut from is long gone. */
    public Bytes compact() {
        return length == array.length ? this : copyOf(array, offset, length);
    }

    /** Copies these octets into {@code target} from {@code at}. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** Whether every octet is zero. */
    public boolean isZero() {
        for (int i = 0; i < length; i++) {
            if (array[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** These octets as UTF-8 text with everything unprintable replaced, for a person to read. */
    public String printable() {
        return UNPRINTABLE
                .matcher(new String(array, offset, length, StandardCharsets.UTF_8))
                .replaceAll("?");
    }

    /** Orders as unsigned octets, first difference first. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }
}
