package dev.parley.ikev2.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One algorithm on offer, and what completes its specification (RFC 7296 sections 3.3.2 and 3.3.5).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |        Transform Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Transform Type |   RESERVED    |          Transform ID         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |A|       Attribute Type        |    AF=0  Attribute Length     |
 * |F|                             |    AF=1  Attribute Value      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                   AF=0  Attribute Value                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param transformType see {@link TransformType}
 * @param attributes as they came, unknown ones too
 */
public record Transform(int transformType, int id, List<Attribute> attributes) {
    /** One attribute type is defined; more than these are no offer but a nuisance. */
    public static final int MAX_ATTRIBUTES = 16;

    /** The only attribute defined, in bits. */
    public static final int KEY_LENGTH = 14;

    /** Last Substruc, RESERVED and a length: how proposals and transforms begin. */
    static final int SUBSTRUCTURE_OCTETS = 4;

    private static final int HEADER_OCTETS = 8;
    private static final int MORE = 3;
    private static final int FORMAT_TV = 0x8000;

    /**
     * An attribute.
     *
     * @param tv whether it has the short format, in which the value is two octets
     */
    public record Attribute(int type, boolean tv, Bytes value) {
        public Attribute {
            if (tv && value.length() != 2) {
                throw new IllegalArgumentException("an attribute in the short format has two octets");
            }
        }
    }

    public Transform {
        attributes = List.copyOf(attributes);
    }

    /** A transform whose key size is not said. */
    public static Transform of(int type, int id) {
        return new Transform(type, id, List.of());
    }

    /** A transform with a Key Length attribute. */
    public static Transform of(int type, int id, int keyBits) {
        return new Transform(type, id, List.of(new Attribute(KEY_LENGTH, true, Bytes.unsigned(keyBits, 2))));
    }

    /** The Key Length attribute, in bits. */
    public OptionalInt keyBits() {
        return attributes.stream()
                .filter(attribute -> attribute.tv() && attribute.type() == KEY_LENGTH)
                .mapToInt(attribute -> (int) attribute.value().number(0, 2))
                .findFirst();
    }

    /**
     * Whether its attributes are nothing but one Key Length or none. A transform with an attribute that is not
     * understood is unacceptable, others of its type are not (section 3.3.6).
     */
    public boolean understood() {
        return attributes.isEmpty() || attributes.size() == 1 && keyBits().isPresent();
    }

    static Transform read(WireReader in, boolean last) throws WireException {
        int start = in.offset();
        checkLast("Last Substruc of a transform", start, in.u8("Last Substruc"), last ? 0 : MORE);
        in.u8("RESERVED");
        int length = in.u16("Transform Length");
        if (length < HEADER_OCTETS) {
            throw in.bad("Transform Length", length + " is shorter than its own header");
        }
        WireReader body = in.sub("Transform Length", length - SUBSTRUCTURE_OCTETS);
        int type = body.u8("Transform Type");
        body.u8("RESERVED");
        int id = body.u16("Transform ID");
        List<Attribute> attributes = new ArrayList<>();
        while (body.remaining() > 0) {
            if (attributes.size() == MAX_ATTRIBUTES) {
                throw body.bad("Transform Attributes", "more than " + MAX_ATTRIBUTES);
            }
            int head = body.u16("Attribute Type");
            boolean tv = (head & FORMAT_TV) != 0;
            int octets = tv ? 2 : body.u16("Attribute Length");
            attributes.add(new Attribute(head & ~FORMAT_TV, tv, body.bytes("Attribute Value", octets)));
        }
        return new Transform(type, id, attributes);
    }

    void write(WireWriter out, boolean last) {
        int start = out.length();
        out.u8(last ? 0 : MORE).u8(0).u16(0).u8(transformType).u8(0).u16(id);
        for (Attribute attribute : attributes) {
            out.u16(attribute.tv() ? attribute.type() | FORMAT_TV : attribute.type());
            if (!attribute.tv()) {
                out.u16(attribute.value().length());
            }
            out.bytes(attribute.value());
        }
        out.patchU16(start + 2, out.length() - start);
    }

    static void checkLast(String field, int offset, int said, int due) throws WireException {
        if (said != due) {
            throw new WireException(field, offset, "says " + said + ", " + due + " agrees with what is left");
        }
    }
}
