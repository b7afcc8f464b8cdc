package dev.parley.ikev1.message;

import dev.parley.ipsec.doi.IdType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The NAT-OA payload: an address as its sender sees it, for who has to correct checksums in transport mode (RFC 3947 section 5.2).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !    ID Type    !   RESERVED    !            RESERVED           !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~              IPv4 (4 octets) or IPv6 address (16)             ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param address 4 or 16 octets
 */
public record NatOriginalAddressPayload(Bytes address) implements Payload {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int RESERVED_OCTETS = 3;

    public NatOriginalAddressPayload {
        if (address.length() != IPV4_OCTETS && address.length() != IPV6_OCTETS) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + address.length());
        }
    }

    @Override
    public PayloadType type() {
        return Ikev1Payloads.NAT_OA;
    }

    static final class Codec implements PayloadCodec<NatOriginalAddressPayload> {
        @Override
        public PayloadType type() {
            return Ikev1Payloads.NAT_OA;
        }

        @Override
        public String mnemonic() {
            return "NAT-OA";
        }

        @Override
        public Class<NatOriginalAddressPayload> payload() {
            return NatOriginalAddressPayload.class;
        }

        @Override
        public NatOriginalAddressPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int type = body.u8("ID Type");
            if (type != IdType.IPV4_ADDR && type != IdType.IPV6_ADDR) {
                throw body.bad("ID Type", IdType.name(type) + " is no address");
            }
            if (!body.bytes("RESERVED", RESERVED_OCTETS).isZero()) {
                throw body.bad("RESERVED", "is not zero");
            }
            return new NatOriginalAddressPayload(
                    body.bytes("Address", type == IdType.IPV4_ADDR ? IPV4_OCTETS : IPV6_OCTETS));
        }

        @Override
        public void encode(NatOriginalAddressPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.address.length() == IPV4_OCTETS ? IdType.IPV4_ADDR : IdType.IPV6_ADDR)
                    .bytes(Bytes.zeros(RESERVED_OCTETS))
                    .bytes(payload.address);
        }
    }
}
