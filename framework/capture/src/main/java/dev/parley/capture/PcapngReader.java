package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The format of Wireshark (draft-ietf-opsawg-pcapng): sections of blocks, each with its length in front and behind. Blocks that
 * hold no frame and no interface are skipped.
 *
 * <pre>
 * |  Block Type   |Block Tot Length|  Block Body, padded to 32 bits  |Block Tot Length|
 * </pre>
 */
final class PcapngReader implements CaptureReader {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final Bytes BIG = Bytes.hex("1a2b3c4d");
    private static final Bytes LITTLE = Bytes.hex("4d3c2b1a");
    /** Type and length in front, length behind. */
    private static final int BLOCK_OCTETS = 12;

    private static final int SECTION_BODY_OCTETS = 16;
    private static final int INTERFACE_BODY_OCTETS = 8;
    private static final int PACKET_BODY_OCTETS = 20;
    /** A frame, and options as many as their 16-bit lengths make likely. */
    private static final int MAX_BLOCK_OCTETS = MAX_FRAME_OCTETS + 262_144;
    /** No machine captures on more; each costs memory as long as its section lasts. */
    private static final int MAX_INTERFACES = 4_096;

    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;
    private static final int DEFAULT_RESOLUTION = 6;
    private static final BigInteger NANOS_A_SECOND = BigInteger.valueOf(1_000_000_000);

    /**
     * Where frames were captured.
     *
     * @param unitsASecond of time stamps
     * @param offset in seconds, is added to time stamps
     */
    private record Interface(int linkType, long snapLength, BigInteger unitsASecond, long offset) {
        /** @param units since 1970 UTC, unsigned */
        private long nanos(long units) {
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(units));
            return unsigned.multiply(NANOS_A_SECOND)
                    .divide(unitsASecond)
                    .add(BigInteger.valueOf(offset).multiply(NANOS_A_SECOND))
                    .longValue();
        }
    }

    private final CaptureInput in;
    private final List<Interface> interfaces = new ArrayList<>();
    private long number;

    private PcapngReader(CaptureInput in) {
        this.in = in;
    }

    static boolean recognises(Bytes magic) {
        return magic.number(0, 4) == SECTION_HEADER;
    }

    static PcapngReader after(CaptureInput in) throws IOException {
        PcapngReader reader = new PcapngReader(in);
        reader.section();
        return reader;
    }

    @Override
    public Optional<Frame> next() throws IOException {
        while (true) {
            Bytes type = in.upTo(4);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            if (type.length() < 4) {
                throw new CaptureException("it is cut off within a block's type at octet " + (in.at() - type.length()));
            }
            Optional<Frame> frame = block(in.number(type, 0, 4));
            if (frame.isPresent()) {
                return frame;
            }
        }
    }

    private Optional<Frame> block(long type) throws IOException {
        if (type == SECTION_HEADER) {
            section();
            return Optional.empty();
        }
        long start = in.at() - 4;
        long length = in.u32("a block's length");
        boolean wanted =
                type == INTERFACE || type == OBSOLETE_PACKET || type == SIMPLE_PACKET || type == ENHANCED_PACKET;
        if (length < BLOCK_OCTETS || length % 4 != 0 || wanted && length > MAX_BLOCK_OCTETS) {
            throw new CaptureException("it is broken: the block at octet " + start + " claims " + length + " octets");
        }
        if (!wanted) {
            in.skip("a block", length - 8);
            return Optional.empty();
        }
        Bytes body = in.bytes("a block", (int) length - BLOCK_OCTETS);
        in.skip("a block's length", 4);
        if (type == INTERFACE) {
            addInterface(body, start);
            return Optional.empty();
        }
        number++;
        return Optional.of(type == SIMPLE_PACKET ? simple(body, start) : packet(body, start, type));
    }

    /** What follows the type of a section header: it decides the byte order, and interfaces are counted from 0 again. */
    private void section() throws IOException {
        long start = in.at() - 4;
        Bytes length = in.bytes("a section's header", 4);
        Bytes order = in.bytes("a section's byte order", 4);
        if (!order.equals(BIG) && !order.equals(LITTLE)) {
            throw new CaptureException("it is broken: the section at octet " + start + " has the byte order " + order);
        }
        in.littleEndian(order.equals(LITTLE));
        long octets = in.number(length, 0, 4);
        if (octets < BLOCK_OCTETS + SECTION_BODY_OCTETS) {
            throw new CaptureException("it is broken: the section at octet " + start + " claims a header of " + octets);
        }
        in.skip("a section's header", octets - BLOCK_OCTETS);
        interfaces.clear();
    }

    private void addInterface(Bytes body, long start) throws CaptureException {
        if (body.length() < INTERFACE_BODY_OCTETS || interfaces.size() == MAX_INTERFACES) {
            throw new CaptureException("it is broken: no interface can be in " + body.length() + " octets at octet "
                    + start + ", or there are more than " + MAX_INTERFACES);
        }
        int resolution = DEFAULT_RESOLUTION;
        long offset = 0;
        int at = INTERFACE_BODY_OCTETS;
        while (at + 4 <= body.length()) {
            int option = (int) in.number(body, at, 2);
            int length = (int) in.number(body, at + 2, 2);
            at += 4;
            if (option == 0 || at + length > body.length()) {
                break;
            }
            if (option == OPTION_RESOLUTION && length == 1) {
                resolution = body.at(at);
            } else if (option == OPTION_OFFSET && length == 8) {
                offset = in.number(body, at, 8);
            }
            at += length + 3 & ~3;
        }
        BigInteger units =
                (resolution & 0x80) == 0 ? BigInteger.TEN.pow(resolution) : BigInteger.TWO.pow(resolution & 0x7f);
        interfaces.add(new Interface((int) in.number(body, 0, 2), in.number(body, 4, 4), units, offset));
    }

    private Frame simple(Bytes body, long start) throws CaptureException {
        if (body.length() < 4) {
            throw broken(start);
        }
        Interface only = at(0, start);
        long original = in.number(body, 0, 4);
        long captured = Math.min(original, only.snapLength() == 0 ? original : only.snapLength());
        return frame(only, 0, body.from(4), captured, original, start);
    }

    private Frame packet(Bytes body, long start, long type) throws CaptureException {
        if (body.length() < PACKET_BODY_OCTETS) {
            throw broken(start);
        }
        Interface where = at(in.number(body, 0, type == ENHANCED_PACKET ? 4 : 2), start);
        long units = in.number(body, 4, 4) << 32 | in.number(body, 8, 4);
        return frame(
                where,
                where.nanos(units),
                body.from(PACKET_BODY_OCTETS),
                in.number(body, 12, 4),
                in.number(body, 16, 4),
                start);
    }

    private Frame frame(Interface where, long nanos, Bytes rest, long captured, long original, long start)
            throws CaptureException {
        if (captured > rest.length() || captured > MAX_FRAME_OCTETS) {
            throw broken(start);
        }
        return new Frame(number, nanos, where.linkType(), rest.slice(0, (int) captured), original);
    }

    private Interface at(long index, long start) throws CaptureException {
        if (index >= interfaces.size()) {
            throw new CaptureException("it is broken: frame " + number + " at octet " + start + " is from interface "
                    + index + ", and there are " + interfaces.size());
        }
        Interface where = interfaces.get((int) index);
        LinkType.demandKnown(where.linkType());
        return where;
    }

    private CaptureException broken(long start) {
        return new CaptureException("it is broken: frame " + number + " is longer than its block at octet " + start);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
