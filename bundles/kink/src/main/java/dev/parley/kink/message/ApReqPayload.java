package dev.parley.kink.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * KINK_AP_REQ: an AP-REQ with its sender's epoch (RFC 4430 section 4.2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * |                             EPOCH                             |
 * +---------------------------------------------------------------+
 * ~                             AP-REQ                            ~
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param epoch since when the sender's SAs are valid: the low 32 bits of POSIX seconds
 * @param der the AP-REQ, raw
 */
public record ApReqPayload(long epoch, Bytes der) implements Payload {
    @Override
    public PayloadType type() {
        return KinkPayloads.AP_REQ;
    }

    static final class Codec implements PayloadCodec<ApReqPayload> {
        @Override
        public PayloadType type() {
            return KinkPayloads.AP_REQ;
        }

        @Override
        public String mnemonic() {
            return "AP_REQ";
        }

        @Override
        public Class<ApReqPayload> payload() {
            return ApReqPayload.class;
        }

        @Override
        public ApReqPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new ApReqPayload(body.u32("EPOCH"), body.rest("AP-REQ"));
        }

        @Override
        public void encode(ApReqPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.epoch).bytes(payload.der);
        }
    }
}
