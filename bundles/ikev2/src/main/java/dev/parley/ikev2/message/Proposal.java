package dev.parley.ikev2.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * One proposal: transforms of one type are alternatives, those of different types belong together (RFC 7296 section
 * 3.3.1).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |         Proposal Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Proposal Num  |  Protocol ID  |    SPI Size   |Num  Transforms|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        SPI (variable)                         ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        &lt;Transforms&gt;                           ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param number from 1; an answer repeats the number of the proposal it takes
 * @param protocol see {@link ProtocolId}
 * @param spi the sender's SPI; empty in IKE_SA_INIT, where the header has it
 * @param transforms none is legal to read, and such a proposal lacks what is mandatory (section 3.3.6)
 */
public record Proposal(int number, int protocol, Bytes spi, List<Transform> transforms) {
    /** Num Transforms has one octet. */
    public static final int MAX_TRANSFORMS = 255;

    private static final int HEADER_OCTETS = 8;
    private static final int MORE = 2;

    public Proposal {
        transforms = List.copyOf(transforms);
    }

    /** The transforms of one type, in the order offered. */
    public List<Transform> transforms(int transformType) {
        return transforms.stream()
                .filter(transform -> transform.transformType() == transformType)
                .toList();
    }

    static Proposal read(WireReader in) throws WireException {
        int start = in.offset();
        int last = in.u8("Last Substruc");
        in.u8("RESERVED");
        int length = in.u16("Proposal Length");
        if (length < HEADER_OCTETS) {
            throw in.bad("Proposal Length", length + " is shorter than its own header");
        }
        WireReader body = in.sub("Proposal Length", length - Transform.SUBSTRUCTURE_OCTETS);
        Transform.checkLast("Last Substruc of a proposal", start, last, in.remaining() == 0 ? 0 : MORE);
        int number = body.u8("Proposal Num");
        int protocol = body.u8("Protocol ID");
        int spiSize = body.u8("SPI Size");
        int count = body.u8("Num Transforms");
        Bytes spi = body.bytes("SPI", spiSize);
        List<Transform> transforms = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            transforms.add(Transform.read(body, i == count));
        }
        body.end("Num Transforms");
        return new Proposal(number, protocol, spi, transforms);
    }

    void write(WireWriter out, boolean last) {
        int start = out.length();
        out.u8(last ? 0 : MORE).u8(0).u16(0);
        out.u8(number).u8(protocol).u8(spi.length()).u8(transforms.size()).bytes(spi);
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).write(out, i == transforms.size() - 1);
        }
        out.patchU16(start + 2, out.length() - start);
    }
}
