package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The header of 28 octets (RFC 2408 section 3.1; RFC 7296 section 3.1 has the same shape with SPIs for cookies).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !                    Initiator Cookie (8 octets)                !
 * !                    Responder Cookie (8 octets)                !
 * !  Next Payload ! MjVer ! MnVer ! Exchange Type !     Flags     !
 * !                          Message ID                           !
 * !                            Length                             !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record IsakmpHeader(
        Bytes initiatorCookie,
        Bytes responderCookie,
        int nextPayload,
        int majorVersion,
        int minorVersion,
        int exchangeType,
        int flags,
        long messageId,
        long length) {
    /** Octets on the wire. */
    public static final int OCTETS = 28;

    public static final int COOKIE_OCTETS = 8;

    public static IsakmpHeader read(WireReader in) throws WireException {
        Bytes initiator = in.bytes("Initiator Cookie", COOKIE_OCTETS);
        Bytes responder = in.bytes("Responder Cookie", COOKIE_OCTETS);
        int next = in.u8("Next Payload");
        int version = in.u8("Version");
        int exchange = in.u8("Exchange Type");
        int flags = in.u8("Flags");
        long id = in.u32("Message ID");
        long length = in.u32("Length");
        return new IsakmpHeader(initiator, responder, next, version >>> 4, version & 15, exchange, flags, id, length);
    }

    public void write(WireWriter out) {
        out.bytes(initiatorCookie).bytes(responderCookie).u8(nextPayload);
        out.u8(majorVersion << 4 | minorVersion)
                .u8(exchangeType)
                .u8(flags)
                .u32(messageId)
                .u32(length);
    }

    /** The same header over a message of {@code octets} in all. */
    public IsakmpHeader withLength(long octets) {
        return new IsakmpHeader(
                initiatorCookie,
                responderCookie,
                nextPayload,
                majorVersion,
                minorVersion,
                exchangeType,
                flags,
                messageId,
                octets);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
