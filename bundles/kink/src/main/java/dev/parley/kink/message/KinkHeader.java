package dev.parley.kink.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

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

    /**
     * Reads the header of a datagram, which may have octets behind the message.
     *
     * @throws WireException the datagram is cut short, or a length in it lies
     */
    public static KinkHeader read(Bytes datagram) throws WireException {
        WireReader in = new WireReader(datagram);
        int type = in.u8("Type");
        int version = in.u8("MjVer") >>> 4;
        int length = in.u16("Length");
        if (length < OCTETS || length > datagram.length()) {
            throw in.bad("Length", length + " of a datagram of " + datagram.length() + " octets");
        }
        long doi = in.u32("DOI");
        long xid = in.u32("XID");
        int next = in.u8("NextPayload");
        boolean acknowledge = (in.u8("ACKREQ") & ACKREQ) != 0;
        int checksumOctets = in.u16("CksumLen");
        if (checksumOctets > length - OCTETS) {
            throw in.bad("CksumLen", checksumOctets + " of a message of " + length + " octets");
        }
        return new KinkHeader(type, version, length, doi, xid, next, acknowledge, checksumOctets);
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
