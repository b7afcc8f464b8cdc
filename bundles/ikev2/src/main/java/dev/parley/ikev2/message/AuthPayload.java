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
 * The Authentication payload (RFC 7296 section 3.8).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Auth Method   |                RESERVED                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                      Authentication Data                      ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param method see {@link AuthMethod}
 */
public record AuthPayload(int method, Bytes data) implements Payload {
    private static final int RESERVED_OCTETS = 3;

    @Override
    public PayloadType type() {
        return Ikev2Payloads.AUTH;
    }

    static final class Codec implements PayloadCodec<AuthPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.AUTH;
        }

        @Override
        public String mnemonic() {
            return "AUTH";
        }

        @Override
        public Class<AuthPayload> payload() {
            return AuthPayload.class;
        }

        @Override
        public AuthPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int method = body.u8("Auth Method");
            body.bytes("RESERVED", RESERVED_OCTETS);
            return new AuthPayload(method, body.rest("Authentication Data"));
        }

        @Override
        public void encode(AuthPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.method).bytes(Bytes.zeros(RESERVED_OCTETS)).bytes(payload.data);
        }
    }
}
