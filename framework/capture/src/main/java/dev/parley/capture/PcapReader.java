package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The format of tcpdump (draft-ietf-opsawg-pcap section 4): a header of 24 octets, and 16 octets before each frame.
 *
 * <pre>
 * | Magic Number  | Major, Minor  |   Reserved1   |   Reserved2   |    SnapLen    |   LinkType    |
 *
 * |    Seconds    | Micro/nanos   |Captured length|Original length|   octets ...
 * </pre>
 */
final class PcapReader implements CaptureReader {
    private static final List<Bytes> MICROS = List.of(Bytes.hex("a1b2c3d4"), Bytes.hex("d4c3b2a1"));
    private static final List<Bytes> NANOS = List.of(Bytes.hex("a1b23c4d"), Bytes.hex("4d3cb2a1"));
    private static final int HEADER_AFTER_MAGIC_OCTETS = 20;
    private static final int LINK_TYPE_AT = 16;
    /** The octets above say how long the frame check sequence is. */
    private static final int LINK_TYPE_MASK = 0xffff;

    private static final int FRAME_HEADER_OCTETS = 16;
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final long NANOS_A_MICRO = 1_000;

    private final CaptureInput in;
    private final long nanosAUnit;
    private final int linkType;
    private long number;

    private PcapReader(CaptureInput in, long nanosAUnit, int linkType) {
        this.in = in;
        this.nanosAUnit = nanosAUnit;
        this.linkType = linkType;
    }

    static boolean recognises(Bytes magic) {
        return MICROS.contains(magic) || NANOS.contains(magic);
    }

    static PcapReader after(Bytes magic, CaptureInput in) throws IOException {
        in.littleEndian(magic.equals(MICROS.get(1)) || magic.equals(NANOS.get(1)));
        Bytes header = in.bytes("its header", HEADER_AFTER_MAGIC_OCTETS);
        int linkType = (int) in.number(header, LINK_TYPE_AT, 4) & LINK_TYPE_MASK;
        LinkType.demandKnown(linkType);
        return new PcapReader(in, NANOS.contains(magic) ? 1 : NANOS_A_MICRO, linkType);
    }

    @Override
    public Optional<Frame> next() throws IOException {
        long start = in.at();
        Bytes header = in.upTo(FRAME_HEADER_OCTETS);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        number++;
        if (header.length() < FRAME_HEADER_OCTETS) {
            throw new CaptureException("it is cut off within the header of frame " + number + " at octet " + start);
        }
        long length = in.number(header, 8, 4);
        if (length > MAX_FRAME_OCTETS) {
            throw new CaptureException("it is broken: frame " + number + " at octet " + start + " claims " + length
                    + " octets, more than the " + MAX_FRAME_OCTETS + " that are captured of one");
        }
        long nanos = in.number(header, 0, 4) * NANOS_A_SECOND + in.number(header, 4, 4) * nanosAUnit;
        Bytes octets = in.bytes("frame " + number, (int) length);
        return Optional.of(new Frame(number, nanos, linkType, octets, in.number(header, 12, 4)));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
