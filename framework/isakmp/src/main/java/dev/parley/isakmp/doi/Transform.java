package dev.parley.isakmp.doi;

import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Transform payload, which stands in a proposal only (RFC 2408 section 3.6).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Transform #  !  Transform-Id !           RESERVED2           !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        SA Attributes                          ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param number counts up within a proposal, most preferred first; an answer keeps it
 * @param id what it means depends on the proposal's protocol and the DOI
 * @param attributes in the order and form in which they came
 */
public record Transform(int number, int id, List<Attribute> attributes) {
    static final int TYPE = 3;
    private static final int HEADER_OCTETS = 8;

    public Transform {
        attributes = List.copyOf(attributes);
    }

    /** The first attribute of a type. */
    public Optional<Attribute> attribute(int type) {
        return attributes.stream().filter(attribute -> attribute.type() == type).findFirst();
    }

    /** Whether both say the same, in whatever order and form; several attributes of one type keep their order. */
    public boolean means(Transform other) {
        List<Attribute> own = sorted();
        List<Attribute> others = other.sorted();
        return id == other.id
                && own.size() == others.size()
                && IntStream.range(0, own.size()).allMatch(i -> own.get(i).means(others.get(i)));
    }

    private List<Attribute> sorted() {
        return attributes.stream()
                .sorted(Comparator.comparingInt(Attribute::type))
                .toList();
    }

    static Transform read(WireReader in, boolean last) throws WireException {
        WireReader body = Substructure.read(in, "Transform", last ? 0 : TYPE, HEADER_OCTETS);
        int number = body.u8("Transform #");
        int id = body.u8("Transform-Id");
        if (body.u16("RESERVED2") != 0) {
            throw body.bad("RESERVED2", "is not zero");
        }
        return new Transform(number, id, Attribute.readAll(body));
    }

    void write(WireWriter out, boolean last) {
        int start = out.length();
        out.u8(last ? 0 : TYPE).u8(0).u16(0).u8(number).u8(id).u16(0);
        attributes.forEach(attribute -> attribute.write(out));
        out.patchU16(start + 2, out.length() - start);
    }
}
