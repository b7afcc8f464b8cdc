package dev.parley.kink.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.Optional;

/**
 * The KINK header (RFC 4430 section 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |     Type      | MjVer |RESRVED|            Length             |
 * +---------------+---------------+---------------+---------------+
 * |                 Domain of Interpretation (DOI)                |
 * +-------------------------------+-------------------------------+
 * |                      Transaction ID (XID)                     |
 * +---------------+-+-------------+-------------------------------+
 * |  NextPayload  |A|  RESERVED2  |           CksumLen            |
 * +---------------+-+-------------+-------------------------------+
 * </pre>
 *
 * @param type see {@link KinkMessageType}
 * @param length octets of the message, Cksum included
 * @param doi 0 to 2^32-1
 * @param xid 0 to 2^32-1
 * @param next the first payload's type
 * @param acknowledge whether an answer asks for an ACK, the A bit
 * @param checksumOctets octets of the Cksum that ends the message, 0 without one
 */
public record KinkHeader(
        int type, int majorVersion, int length, long doi, long xid, int next, boolean acknowledge, int checksumOctets) {
    public static final int OCTETS = 16;
    /** The version of RFC 4430. */
    public static final int MAJOR_VERSION = 1;

    private static final int ACKREQ = 0x80;
    private static final int LENGTH_AT = 2;
    private static final int CKSUM_LENGTH_AT = 14;

    /**
     * Reads the header of a datagram, which may have octets behind the message.
     *
     * @throws WireException the datagram is cut short, or a length in it lies
     */
    public static KinkHeader read(Bytes datagram) throws WireException {
        KinkHeader header = read(new WireReader(datagram));
        Optional<WireException> lie = header.lie(datagram.length());
        if (lie.isPresent()) {
            throw lie.get();
        }
        return header;
    }

    /** Reads the sixteen octets, and believes whatever they say. */
    public static KinkHeader read(WireReader in) throws WireException {
        int type = in.u8("Type");
        int version = in.u8("MjVer") >>> 4;
        int length = in.u16("Length");
        long doi = in.u32("DOI");
        long xid = in.u32("XID");
        int next = in.u8("NextPayload");
        boolean acknowledge = (in.u8("ACKREQ") & ACKREQ) != 0;
        return new KinkHeader(type, version, length, doi, xid, next, acknowledge, in.u16("CksumLen"));
    }

    /** Which of its lengths is not true in a datagram of {@code octets}. */
    public Optional<WireException> lie(int octets) {
        if (length < OCTETS || length > octets) {
            return Optional.of(
                    new WireException("Length", LENGTH_AT, length + " of a datagram of " + octets + " octets"));
        }
        return checksumOctets > length - OCTETS
                ? Optional.of(new WireException(
                        "CksumLen", CKSUM_LENGTH_AT, checksumOctets + " of a message of " + length + " octets"))
                : Optional.empty();
    }

    /** The sixteen octets. */
    public Bytes write() {
        return new WireWriter()
                .u8(type)
                .u8(majorVersion << 4)
                .u16(length)
                .u32(doi)
                .u32(xid)
                .u8(next)
                .u8(acknowledge ? ACKREQ : 0)
                .u16(checksumOctets)
                .toBytes();
    }

    /** The header that the Cksum covers: as long as the message without it, CksumLen zero (section 4). */
    KinkHeader summed() {
        return new KinkHeader(type, majorVersion, length - checksumOctets, doi, xid, next, acknowledge, 0);
    }
}
