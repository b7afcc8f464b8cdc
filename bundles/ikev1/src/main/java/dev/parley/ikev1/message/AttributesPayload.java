package dev.parley.ikev1.message;

import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;

/**
 * The Attribute payload of the Transaction exchange, which asks for a configuration or a password (draft-dukes-ike-mode-cfg-02
 * section 3.2).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !     Type      !   RESERVED    !           Identifier          !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                          Attributes                           ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param kind the Type field: 1 asks, 2 answers, 3 sets, 4 acknowledges
 * @param identifier the same in a question and its answer
 */
public record AttributesPayload(int kind, int identifier, List<Attribute> attributes) implements Payload {
    public AttributesPayload {
        attributes = List.copyOf(attributes);
    }

    @Override
    public PayloadType type() {
        return Ikev1Payloads.ATTRIBUTES;
    }

    static final class Codec implements PayloadCodec<AttributesPayload> {
        @Override
        public PayloadType type() {
            return Ikev1Payloads.ATTRIBUTES;
        }

        @Override
        public String mnemonic() {
            return "ATTR";
        }

        @Override
        public Class<AttributesPayload> payload() {
            return AttributesPayload.class;
        }

        @Override
        public AttributesPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int kind = body.u8("Type");
            if (body.u8("RESERVED") != 0) {
                throw body.bad("RESERVED", "is not zero");
            }
            return new AttributesPayload(kind, body.u16("Identifier"), Attribute.readAll(body));
        }

        @Override
        public void encode(AttributesPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.kind).u8(0).u16(payload.identifier);
            payload.attributes.forEach(attribute -> attribute.write(body));
        }
    }
}
