package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Encrypted payload as it travels; its Next Payload field tells what is inside (RFC 7296 section 3.14, RFC 5282
 * section 3 for ciphers with integrity of their own).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Initialization Vector                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                    Encrypted IKE Payloads                     ~
 * +               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               |             Padding (0-255 octets)            |
 * +-+-+-+-+-+-+-+-+                               +-+-+-+-+-+-+-+-+
 * |                                               |  Pad Length   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                    Integrity Checksum Data                    ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param body everything after the generic header
 */
public record SkPayload(Bytes body) implements Payload {
    @Override
    public PayloadType type() {
        return Ikev2Payloads.SK;
    }

    static final class Codec implements PayloadCodec<SkPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.SK;
        }

        @Override
        public String mnemonic() {
            return "SK";
        }

        @Override
        public Class<SkPayload> payload() {
            return SkPayload.class;
        }

        @Override
        public SkPayload decode(WireReader body, PayloadRegistry registry) {
            return new SkPayload(body.rest("Encrypted IKE Payloads"));
        }

        @Override
        public void encode(SkPayload payload, WireWriter body, PayloadRegistry registry) {
            body.bytes(payload.body);
        }

        @Override
        public boolean endsChain() {
            return true;
        }
    }
}
