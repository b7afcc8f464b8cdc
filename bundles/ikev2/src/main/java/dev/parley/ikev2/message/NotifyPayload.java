package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Notify payload (RFC 7296 section 3.10).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Protocol ID  |   SPI Size    |      Notify Message Type      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                Security Parameter Index (SPI)                 ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                       Notification Data                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param protocol what {@code spi} belongs to; means nothing without one, whatever a peer put there
 * @param notifyType see {@link NotifyType}
 */
public record NotifyPayload(int protocol, Bytes spi, int notifyType, Bytes data) implements Payload {
    /** A notification that concerns the IKE SA or none, without data. */
    public static NotifyPayload of(int notifyType) {
        return of(notifyType, Bytes.EMPTY);
    }

    /** A notification that concerns the IKE SA or none. */
    public static NotifyPayload of(int notifyType, Bytes data) {
        return new NotifyPayload(0, Bytes.EMPTY, notifyType, data);
    }

    /** Whether it says that something failed. */
    public boolean isError() {
        return NotifyType.isError(notifyType);
    }

    @Override
    public PayloadType type() {
        return Ikev2Payloads.NOTIFY;
    }

    static final class Codec implements PayloadCodec<NotifyPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.NOTIFY;
        }

        @Override
        public String mnemonic() {
            return "N";
        }

        @Override
        public Class<NotifyPayload> payload() {
            return NotifyPayload.class;
        }

        @Override
        public NotifyPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int protocol = body.u8("Protocol ID");
            int spiSize = body.u8("SPI Size");
            int notifyType = body.u16("Notify Message Type");
            return new NotifyPayload(protocol, body.bytes("SPI", spiSize), notifyType, body.rest("Notification Data"));
        }

        @Override
        public void encode(NotifyPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.protocol).u8(payload.spi.length()).u16(payload.notifyType);
            body.bytes(payload.spi).bytes(payload.data);
        }

        @Override
        public String describe(NotifyPayload payload) {
            return "N(" + NotifyType.name(payload.notifyType) + ")";
        }
    }
}
