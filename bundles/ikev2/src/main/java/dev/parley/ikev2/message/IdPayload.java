package dev.parley.ikev2.message;

import dev.parley.ipsec.Identity;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.Optional;

/**
 * An Identification payload, IDi or IDr (RFC 7296 section 3.5).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   ID Type     |                 RESERVED                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                   Identification Data                         ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param role whose identity it is: IDi or IDr
 * @param idType see {@link IdType}
 * @param reserved three octets, ignored but kept, since AUTH covers them (section 2.15)
 */
public record IdPayload(Role role, int idType, Bytes reserved, Bytes data) implements Payload {
    private static final int RESERVED_OCTETS = 3;

    public IdPayload {
        if (reserved.length() != RESERVED_OCTETS) {
            throw new IllegalArgumentException("RESERVED has " + RESERVED_OCTETS + " octets");
        }
    }

    public static IdPayload of(Role role, int idType, Bytes data) {
        return new IdPayload(role, idType, Bytes.zeros(RESERVED_OCTETS), data);
    }

    /** @throws IllegalArgumentException if IKEv2 has no number for the identity's kind */
    public static IdPayload of(Role role, Identity identity) {
        int idType = IdType.ofKind(identity.kind())
                .orElseThrow(() -> new IllegalArgumentException(
                        "IKEv2 has no ID Type for identities of kind '" + identity.kind() + "'"));
        return of(role, idType, identity.value());
    }

    /** In no protocol's words; empty for an ID Type that is unknown, and for an address of the wrong length. */
    public Optional<Identity> identity() {
        if (idType == IdType.IPV4_ADDR && data.length() != 4 || idType == IdType.IPV6_ADDR && data.length() != 16) {
            return Optional.empty();
        }
        return IdType.kind(idType).map(kind -> new Identity(kind, data));
    }

    @Override
    public PayloadType type() {
        return type(role);
    }

    private static PayloadType type(Role role) {
        return role == Role.INITIATOR ? Ikev2Payloads.ID_I : Ikev2Payloads.ID_R;
    }

    record Codec(Role role) implements PayloadCodec<IdPayload> {
        @Override
        public PayloadType type() {
            return IdPayload.type(role);
        }

        @Override
        public String mnemonic() {
            return role == Role.INITIATOR ? "IDi" : "IDr";
        }

        @Override
        public Class<IdPayload> payload() {
            return IdPayload.class;
        }

        @Override
        public IdPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int idType = body.u8("ID Type");
            return new IdPayload(
                    role, idType, body.bytes("RESERVED", RESERVED_OCTETS), body.rest("Identification Data"));
        }

        @Override
        public void encode(IdPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.idType).bytes(payload.reserved).bytes(payload.data);
        }
    }
}
