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
 * The Key Exchange payload: a public value (RFC 7296 section 3.4).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Diffie-Hellman Group Num    |           RESERVED            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                       Key Exchange Data                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param group a Transform ID of type {@link TransformType#KE}
 */
public record KePayload(int group, Bytes data) implements Payload {
    @Override
    public PayloadType type() {
        return Ikev2Payloads.KE;
    }

    static final class Codec implements PayloadCodec<KePayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.KE;
        }

        @Override
        public String mnemonic() {
            return "KE";
        }

        @Override
        public Class<KePayload> payload() {
            return KePayload.class;
        }

        @Override
        public KePayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int group = body.u16("Diffie-Hellman Group Num");
            body.u16("RESERVED");
            return new KePayload(group, body.rest("Key Exchange Data"));
        }

        @Override
        public void encode(KePayload payload, WireWriter body, PayloadRegistry registry) {
            body.u16(payload.group).u16(0).bytes(payload.data);
        }
    }
}
