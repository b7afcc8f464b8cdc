package dev.parley.isakmp.wire;

/** Octets that are not what their format says: the field, where it stands, and why. Thrown by decoders only. */
public class WireException extends Exception {
    private final String field;
    private final int offset;

    public WireException(String field, int offset, String why) {
        super(field + " at octet " + offset + ": " + why, null, false, false);
        this.field = field;
        this.offset = offset;
    }

    /** The field's name in the RFC. */
    public String field() {
        return field;
    }

    /** Where the field begins, in octets from the start of what was read. */
    public int offset() {
        return offset;
    }
}
