package dev.parley.isakmp.payload;

import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Notification payload: an error, or something worth knowing (RFC 2408 section 3.14).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !              Domain of Interpretation  (DOI)                  !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Protocol-ID  !   SPI Size    !      Notify Message Type      !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                 Security Parameter Index (SPI)                ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                       Notification Data                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param doi 0 for ISAKMP itself
 * @param protocol see the DOI's names
 * @param spi of the SA it is about; for the ISAKMP SA 0 to 16 octets that mean nothing
 * @param notifyType see {@link NotifyType} and the DOI's names
 */
public record NotificationPayload(long doi, int protocol, Bytes spi, int notifyType, Bytes data) implements Payload {
    @Override
    public PayloadType type() {
        return IsakmpPayloads.NOTIFICATION;
    }

    static final class Codec implements PayloadCodec<NotificationPayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.NOTIFICATION;
        }

        @Override
        public String mnemonic() {
            return "N";
        }

        @Override
        public Class<NotificationPayload> payload() {
            return NotificationPayload.class;
        }

        @Override
        public NotificationPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            long doi = body.u32("Domain of Interpretation");
            int protocol = body.u8("Protocol-ID");
            int spiSize = body.u8("SPI Size");
            int notifyType = body.u16("Notify Message Type");
            Bytes spi = body.bytes("SPI", spiSize);
            return new NotificationPayload(doi, protocol, spi, notifyType, body.rest("Notification Data"));
        }

        @Override
        public void encode(NotificationPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.doi).u8(payload.protocol).u8(payload.spi.length()).u16(payload.notifyType);
            body.bytes(payload.spi).bytes(payload.data);
        }

        @Override
        public String describe(NotificationPayload payload) {
            return "N(" + NotifyType.name(payload.notifyType) + ")";
        }
    }
}
