package dev.parley.isakmp.wire;

/**
 * Reads octets in order. Every read names its field, so that what goes wrong can be said in the RFC's words. A reader made
 * by {@link #sub} cannot leave its part.
 */
public final class WireReader {
    private final Bytes octets;
    private final int base;
    private int at;

    /** Reads {@code octets} from the first. */
    public WireReader(Bytes octets) {
        this(octets, 0);
    }

    private WireReader(Bytes octets, int base) {
        this.octets = octets;
        this.base = base;
    }

    public int u8(String field) throws WireException {
        return (int) number(field, 1);
    }

    public int u16(String field) throws WireException {
        return (int) number(field, 2);
    }

    public long u32(String field) throws WireException {
        return number(field, 4);
    }

    /** The next {@code length} octets. */
    public Bytes bytes(String field, int length) throws WireException {
        need(field, length);
        at += length;
        return octets.slice(at - length, at);
    }

    /** All octets that are left, none too. */
    public Bytes rest() {
        Bytes rest = octets.from(at);
        at = octets.length();
        return rest;
    }

    /** A reader confined to the next {@code length} octets, which this one skips. */
    public WireReader sub(String field, int length) throws WireException {
        int start = offset();
        return new WireReader(bytes(field, length), start);
    }

    /** Demands that nothing is left. */
    public void end(String what) throws WireException {
        if (remaining() != 0) {
            throw new WireException(what, offset(), remaining() + " octets too many");
        }
    }

    public int remaining() {
        return octets.length() - at;
    }

    /** Where the next octet stands, counted from the start of the outermost reader. */
    public int offset() {
        return base + at;
    }

    /** A refusal that blames the octet just ahead. */
    public WireException bad(String field, String why) {
        return new WireException(field, offset(), why);
    }

    private long number(String field, int length) throws WireException {
        need(field, length);
        long value = octets.number(at, length);
        at += length;
        return value;
    }

    private void need(String field, int length) throws WireException {
        if (length < 0 || length > remaining()) {
            throw new WireException(field, offset(), "needs " + length + " octets, " + remaining() + " are left");
        }
    }
}
