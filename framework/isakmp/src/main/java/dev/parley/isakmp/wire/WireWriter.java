package dev.parley.isakmp.wire;

import java.util.Arrays;
import java.util.Objects;

/** Writes octets in order; lengths that are known only later are written as zero and patched. */
public final class WireWriter {
    private byte[] array = new byte[256];
    private int length;

    public WireWriter u8(int value) {
        return number(value, 1);
    }

    public WireWriter u16(int value) {
        return number(value, 2);
    }

    public WireWriter u32(long value) {
        return number(value, 4);
    }

    public WireWriter bytes(Bytes octets) {
        grow(octets.length());
        octets.copyTo(array, length);
        length += octets.length();
        return this;
    }

    /** How many octets are written. */
    public int length() {
        return length;
    }

    /** Overwrites the two octets at {@code at}, which were written before. */
    public void patchU16(int at, int value) {
        if (value >>> 16 != 0) {
            throw new IllegalArgumentException("a 16-bit field cannot hold " + value);
        }
        Objects.checkFromIndexSize(at, 2, length);
        array[at] = (byte) (value >>> 8);
        array[at + 1] = (byte) value;
    }

    public Bytes toBytes() {
        return Bytes.copyOf(array, 0, length);
    }

    private WireWriter number(long value, int octets) {
        if (value >>> (8 * octets) != 0) {
            throw new IllegalArgumentException("a " + 8 * octets + "-bit field cannot hold " + value);
        }
        grow(octets);
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            array[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void grow(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }
}
