package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The Delete payload: SAs that the sender has removed (RFC 7296 section 3.11).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Protocol ID   |   SPI Size    |          Num of SPIs          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~               Security Parameter Index(es) (SPI)              ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param protocol see {@link ProtocolId}; {@link ProtocolId#IKE} without SPIs means the IKE SA itself
 * @param spis the sender's inbound SPIs, all of one length
 */
public record DeletePayload(int protocol, List<Bytes> spis) implements Payload {
    /** No IKE SA carries so many child SAs; a payload of one-octet SPIs would otherwise cost 65,000 objects. */
    public static final int MAX_SPIS = 1024;

    /** Octets of an SPI of AH or ESP. */
    public static final int CHILD_SPI_OCTETS = 4;

    public DeletePayload {
        spis = List.copyOf(spis);
        if (spis.stream().mapToInt(Bytes::length).distinct().count() > 1) {
            throw new IllegalArgumentException("the SPIs of one Delete payload are of one length");
        }
        if (!spis.isEmpty() && !fits(protocol, spis.get(0).length())) {
            throw new IllegalArgumentException(why(protocol, spis.get(0).length()));
        }
    }

    private static boolean fits(int protocol, int spiOctets) {
        return switch (protocol) {
            case ProtocolId.IKE -> false;
            case ProtocolId.AH, ProtocolId.ESP -> spiOctets == CHILD_SPI_OCTETS;
            default -> spiOctets > 0;
        };
    }

    private static String why(int protocol, int spiOctets) {
        return "a Delete payload for " + ProtocolId.name(protocol) + " has no SPIs of " + spiOctets + " octets";
    }

    private int spiOctets() {
        boolean child = protocol == ProtocolId.AH || protocol == ProtocolId.ESP;
        return !spis.isEmpty() ? spis.get(0).length() : child ? CHILD_SPI_OCTETS : 0;
    }

    @Override
    public PayloadType type() {
        return Ikev2Payloads.DELETE;
    }

    static final class Codec implements PayloadCodec<DeletePayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.DELETE;
        }

        @Override
        public String mnemonic() {
            return "D";
        }

        @Override
        public Class<DeletePayload> payload() {
            return DeletePayload.class;
        }

        @Override
        public DeletePayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int protocol = body.u8("Protocol ID");
            int spiSize = body.u8("SPI Size");
            int count = body.u16("Num of SPIs");
            if (count > 0 && !fits(protocol, spiSize)) {
                throw body.bad("SPI Size", why(protocol, spiSize));
            }
            if (count > MAX_SPIS) {
                throw body.bad("Num of SPIs", "more than " + MAX_SPIS);
            }
            List<Bytes> spis = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                spis.add(body.bytes("SPI", spiSize));
            }
            return new DeletePayload(protocol, spis);
        }

        @Override
        public void encode(DeletePayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.protocol).u8(payload.spiOctets()).u16(payload.spis.size());
            payload.spis.forEach(body::bytes);
        }

        @Override
        public String describe(DeletePayload payload) {
            StringBuilder text = new StringBuilder("D(" + ProtocolId.name(payload.protocol));
            payload.spis.forEach(spi -> text.append(" 0x").append(spi));
            return text.append(')').toString();
        }
    }
}
