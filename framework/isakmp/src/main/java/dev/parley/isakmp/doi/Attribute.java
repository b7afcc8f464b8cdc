package dev.parley.isakmp.doi;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A data attribute (RFC 2408 section 3.3). Its form is kept, so that what was read is written again octet for octet.
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !A!       Attribute Type        !    AF=0  Attribute Length     !
 * !F!                             !    AF=1  Attribute Value      !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * .                   AF=0  Attribute Value                       .
 * .                   AF=1  Not Transmitted                       .
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param type 0 to 32767; the DOI or the exchange says what it means
 * @param value two octets in the basic form, up to 65535 in the variable one
 */
public record Attribute(int type, Form form, Bytes value) {
    /** How it is written. */
    public enum Form {
        /** AF=1: type and value in four octets. */
        BASIC,
        /** AF=0: type, length and value. */
        VARIABLE
    }

    /** No specification defines so many; a list of four-octet attributes would otherwise cost 16,000 objects. */
    public static final int MAX_ATTRIBUTES = 64;

    private static final int FORMAT_BIT = 0x8000;
    private static final int BASIC_OCTETS = 2;

    public Attribute {
        if (type < 0 || type >= FORMAT_BIT) {
            throw new IllegalArgumentException("an attribute's type has 15 bits, " + type + " has not");
        }
        if (form == Form.BASIC && value.length() != BASIC_OCTETS) {
            throw new IllegalArgumentException("a basic attribute has two octets, not " + value.length());
        }
    }

    /** A basic attribute; {@code value} is 0 to 65535. */
    public static Attribute basic(int type, int value) {
        return new Attribute(type, Form.BASIC, Bytes.unsigned(value, BASIC_OCTETS));
    }

    /** A variable-length attribute. */
    public static Attribute variable(int type, Bytes value) {
        return new Attribute(type, Form.VARIABLE, value);
    }

    /** A number in {@code octets} octets, in the variable form. */
    public static Attribute variable(int type, long value, int octets) {
        return variable(type, Bytes.unsigned(value, octets));
    }

    /** The value as an unsigned number, whichever the form; empty if it has no octets or does not fit 63 bits. */
    public OptionalLong number() {
        Bytes digits = significant();
        boolean fits = digits.length() < Long.BYTES || digits.length() == Long.BYTES && digits.at(0) < 0x80;
        return value.isEmpty() || !fits ? OptionalLong.empty() : OptionalLong.of(digits.number(0, digits.length()));
    }

    /**
     * Whether both say the same, in whichever form: a variable-length attribute may be written as a basic one if it fits
     * (RFC 2409 appendix A).
     */
    public boolean means(Attribute other) {
        return type == other.type
                && (form == other.form
                        ? value.equals(other.value)
                        : significant().equals(other.significant()));
    }

    /** Reads attributes until {@code in} is empty. */
    public static List<Attribute> readAll(WireReader in) throws WireException {
        List<Attribute> attributes = new ArrayList<>();
        while (in.remaining() > 0) {
            if (attributes.size() == MAX_ATTRIBUTES) {
                throw in.bad("Data Attributes", "more than " + MAX_ATTRIBUTES);
            }
            int head = in.u16("Attribute Type");
            Form form = (head & FORMAT_BIT) == 0 ? Form.VARIABLE : Form.BASIC;
            int octets = form == Form.BASIC ? BASIC_OCTETS : in.u16("Attribute Length");
            attributes.add(new Attribute(head & ~FORMAT_BIT, form, in.bytes("Attribute Value", octets)));
        }
        return attributes;
    }

    public void write(WireWriter out) {
        if (form == Form.BASIC) {
            out.u16(type | FORMAT_BIT).bytes(value);
        } else {
            out.u16(type).u16(value.length()).bytes(value);
        }
    }

    /** The value without leading zeros. */
    private Bytes significant() {
        int zeros = 0;
        while (zeros < value.length() && value.at(zeros) == 0) {
            zeros++;
        }
        return value.from(zeros);
    }
}
