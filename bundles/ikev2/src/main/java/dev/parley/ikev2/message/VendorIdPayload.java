package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Vendor ID payload (RFC 7296 section 3.12).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                        Vendor ID (VID)                        ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record VendorIdPayload(Bytes id) implements Payload {
    @Override
    public PayloadType type() {
        return Ikev2Payloads.VENDOR_ID;
    }

    static final class Codec implements PayloadCodec<VendorIdPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.VENDOR_ID;
        }

        @Override
        public String mnemonic() {
            return "V";
        }

        @Override
        public Class<VendorIdPayload> payload() {
            return VendorIdPayload.class;
        }

        @Override
        public VendorIdPayload decode(WireReader body, PayloadRegistry registry) {
            return new VendorIdPayload(body.rest("Vendor ID"));
        }

        @Override
        public void encode(VendorIdPayload payload, WireWriter body, PayloadRegistry registry) {
            body.bytes(payload.id);
        }
    }
}
