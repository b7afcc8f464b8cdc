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
 * KINK_AP_REP: an AP-REP with its sender's epoch (RFC 4430 section 4.2.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * |                             EPOCH                             |
 * +---------------------------------------------------------------+
 * ~                             AP-REP                            ~
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param epoch since when the sender's SAs are valid: the low 32 bits of POSIX seconds
 * @param der the AP-REP, raw
 */
public record ApRepPayload(long epoch, Bytes der) implements Payload {
    @Override
    public PayloadType type() {
        return KinkPayloads.AP_REP;
    }

    static final class Codec implements PayloadCodec<ApRepPayload> {
        @Override
        public PayloadType type() {
            return KinkPayloads.AP_REP;
        }

        @Override
        public String mnemonic() {
            return "AP_REP";
        }

        @Override
        public Class<ApRepPayload> payload() {
            return ApRepPayload.class;
        }

        @Override
        public ApRepPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new ApRepPayload(body.u32("EPOCH"), body.rest("AP-REP"));
        }

        @Override
        public void encode(ApRepPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.epoch).bytes(payload.der);
        }
    }
}
