package dev.parley.isakmp.wire;

/**
 * Reads octets in order. Every read names its field, so that what goes wrong can be said in the RFC's words, and whoever
 * listens hears of every field. A reader made by {@link #sub} cannot leave its part.
 */
public final class WireReader {
    private final Bytes octets;
    private final int base;
    private final FieldListener listener;
    private int at;
    private String lastNumber = "";
    private int lastStart;

    /** Reads {@code octets} from the first. */
    public WireReader(Bytes octets) {
        this(octets, 0, FieldListener.NONE);
    }

    private WireReader(Bytes octets, int base, FieldListener listener) {
        this.octets = octets;
        this.base = base;
        this.listener = listener;
    }

    /** Reads a part of something larger, in which its first octet stands at {@code base}. */
    public static WireReader at(int base, Bytes octets) {
        return at(base, octets, FieldListener.NONE);
    }

    /** The same, and {@code listener} hears of each field. */
    public static WireReader at(int base, Bytes octets, FieldListener listener) {
        return new WireReader(octets, base, listener);
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
        Bytes read = take(field, length);
        listener.bytes(field, offset() - length, read);
        return read;
    }

    /** All octets that are left, none too, which are no field of a name. */
    public Bytes rest() {
        return rest("octets");
    }

    /** All octets that are left, none too. */
    public Bytes rest(String field) {
        Bytes rest = octets.from(at);
        listener.bytes(field, offset(), rest);
        at = octets.length();
        return rest;
    }

    /** A reader confined to the next {@code length} octets, which this one skips. */
    public WireReader sub(String field, int length) throws WireException {
        int start = offset();
        return new WireReader(part(field, length), start, listener);
    }

    /** The next {@code length} octets, whose fields another reader will read. */
    public Bytes part(String field, int length) throws WireException {
        Bytes part = take(field, length);
        listener.part(field, offset() - length, length);
        return part;
    }

    /** A reader of a {@link #part} of this one that begins at {@code offset}; the same listener hears of its fields. */
    public WireReader inside(int offset, Bytes part) {
        return new WireReader(part, offset, listener);
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

    /** A refusal that blames {@code field} if it is the number just read, and else the octet just ahead. */
    public WireException bad(String field, String why) {
        return new WireException(field, where(field), why);
    }

    private long number(String field, int length) throws WireException {
        need(field, length, offset());
        long value = octets.number(at, length);
        listener.number(field, offset(), length, value);
        lastNumber = field;
        lastStart = at;
        at += length;
        return value;
    }

    private Bytes take(String field, int length) throws WireException {
        need(field, length, where(field));
        lastNumber = "";
        at += length;
        return octets.slice(at - length, at);
    }

    /** A length that lies is itself the bad octet, not what stands behind it. */
    private int where(String field) {
        return field.equals(lastNumber) ? base + lastStart : offset();
    }

    private void need(String field, int length, int where) throws WireException {
        if (length < 0 || length > remaining()) {
            throw new WireException(field, where, "needs " + length + " octets, " + remaining() + " are left");
        }
    }
}
