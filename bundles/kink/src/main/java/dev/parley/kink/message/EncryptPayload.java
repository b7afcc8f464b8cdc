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
 * KINK_ENCRYPT: payloads sealed under the session key; the last of its message (RFC 4430 section 4.2.7).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+---------------+---------------+---------------+
 * | InnerNextPload|                   RESERVED2                   |  ─┐
 * +---------------+---------------+---------------+---------------+   │ sealed
 * ~                            payloads                           ~  ─┘
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param sealed confounder, InnerNextPload and payloads, and a tag, as the encryption type makes them
 */
public record EncryptPayload(Bytes sealed) implements Payload {
    @Override
    public PayloadType type() {
        return KinkPayloads.ENCRYPT;
    }

    static final class Codec implements PayloadCodec<EncryptPayload> {
        @Override
        public PayloadType type() {
            return KinkPayloads.ENCRYPT;
        }

        @Override
        public String mnemonic() {
            return "ENCRYPT";
        }

        @Override
        public Class<EncryptPayload> payload() {
            return EncryptPayload.class;
        }

        @Override
        public EncryptPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new EncryptPayload(body.rest("sealed"));
        }

        @Override
        public void encode(EncryptPayload payload, WireWriter body, PayloadRegistry registry) {
            body.bytes(payload.sealed);
        }

        @Override
        public boolean endsChain() {
            return true;
        }
    }
}
