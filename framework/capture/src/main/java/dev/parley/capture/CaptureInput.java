package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The octets of a capture, counted, with numbers in the byte order of whoever wrote it. */
final class CaptureInput implements Closeable {
    private final InputStream in;
    private boolean little;
    private long at;

    CaptureInput(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    void littleEndian(boolean now) {
        little = now;
    }

    /** How many octets were read. */
    long at() {
        return at;
    }

    /** The next octets, fewer at the end. */
    Bytes upTo(int most) throws IOException {
        Bytes read = Bytes.copyOf(in.readNBytes(most));
        at += read.length();
        return read;
    }

    /** @param what is cut off if they are not there */
    Bytes bytes(String what, int length) throws IOException {
        long start = at;
        Bytes read = upTo(length);
        if (read.length() < length) {
            throw new CaptureException("it is cut off within " + what + " at octet " + start + ": " + length
                    + " octets are due, " + read.length() + " are left");
        }
        return read;
    }

    void skip(String what, long length) throws IOException {
        long start = at;
        try {
            in.skipNBytes(length);
        } catch (EOFException end) {
            throw new CaptureException("it is cut off within " + what + " at octet " + start);
        }
        at += length;
    }

    long u32(String what) throws IOException {
        return number(bytes(what, 4), 0, 4);
    }

    /** The number that {@code count} octets from {@code from} spell. */
    long number(Bytes octets, int from, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | octets.at(little ? from + count - 1 - i : from + i);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
