package dev.parley.isakmp.payload;

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
import java.util.stream.Collectors;

/**
 * The Delete payload: SAs that the sender has removed (RFC 2408 section 3.15).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !              Domain of Interpretation  (DOI)                  !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Protocol-Id  !   SPI Size    !           # of SPIs           !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~               Security Parameter Index(es) (SPI)              ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param doi 0 for ISAKMP itself
 * @param protocol see the DOI's names
 * @param spis the sender's inbound SPIs; of the ISAKMP SA both cookies
 * @param spiOctets of each SPI
 */
public record DeletePayload(long doi, int protocol, int spiOctets, List<Bytes> spis) implements Payload {
    /** No peer has so many SAs with us; a payload of one-octet SPIs would otherwise cost 65,000 objects. */
    public static final int MAX_SPIS = 1024;

    public DeletePayload {
        spis = List.copyOf(spis);
        int octets = spiOctets;
        if (spis.size() > MAX_SPIS || spis.stream().anyMatch(spi -> spi.length() != octets || octets == 0)) {
            throw new IllegalArgumentException(
                    "a Delete payload has up to " + MAX_SPIS + " SPIs, all of " + spiOctets + " octets");
        }
    }

    @Override
    public PayloadType type() {
        return IsakmpPayloads.DELETE;
    }

    static final class Codec implements PayloadCodec<DeletePayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.DELETE;
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
            long doi = body.u32("Domain of Interpretation");
            int protocol = body.u8("Protocol-Id");
            int spiSize = body.u8("SPI Size");
            int count = body.u16("# of SPIs");
            if (count > MAX_SPIS) {
                throw body.bad("# of SPIs", "more than " + MAX_SPIS);
            }
            if (count > 0 && spiSize == 0) {
                throw body.bad("SPI Size", count + " SPIs have no octets");
            }
            List<Bytes> spis = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                spis.add(body.bytes("SPI", spiSize));
            }
            return new DeletePayload(doi, protocol, spiSize, spis);
        }

        @Override
        public void encode(DeletePayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.doi).u8(payload.protocol).u8(payload.spiOctets).u16(payload.spis.size());
            payload.spis.forEach(body::bytes);
        }

        @Override
        public String describe(DeletePayload payload) {
            return payload.spis.stream()
                    .map(spi -> " 0x" + spi)
                    .collect(Collectors.joining("", "D(protocol " + payload.protocol, ")"));
        }
    }
}
