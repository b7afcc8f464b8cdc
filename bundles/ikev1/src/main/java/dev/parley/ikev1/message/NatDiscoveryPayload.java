package dev.parley.ikev1.message;

import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;

/**
 * The NAT-D payload: a hash of an address and port as the sender believes them to be (RFC 3947 section 3.2).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                 HASH of the address and port                  ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record NatDiscoveryPayload(Bytes hash) implements Payload {
    static final PayloadCodec<NatDiscoveryPayload> CODEC = new OpaqueCodec<>(
            Ikev1Payloads.NAT_D,
            "NAT-D",
            NatDiscoveryPayload.class,
            NatDiscoveryPayload::new,
            NatDiscoveryPayload::hash);

    @Override
    public PayloadType type() {
        return Ikev1Payloads.NAT_D;
    }
}
