package dev.parley.isakmp.payload;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Identification payload: who somebody is, or what is to be protected (RFC 2408 section 3.8).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !   ID Type     !             DOI Specific ID Data              !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                      Identification Data                      ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param idType see the DOI's names
 * @param doiSpecific three octets
 */
public record IdPayload(int idType, Bytes doiSpecific, Bytes data) implements Payload {
    /** Octets that each DOI fills in its own way. */
    public static final int DOI_SPECIFIC_OCTETS = 3;

    public IdPayload {
        if (doiSpecific.length() != DOI_SPECIFIC_OCTETS) {
            throw new IllegalArgumentException("DOI Specific ID Data has three octets, not " + doiSpecific.length());
        }
    }

    @Override
    public PayloadType type() {
        return IsakmpPayloads.ID;
    }

    static final class Codec implements PayloadCodec<IdPayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.ID;
        }

        @Override
        public String mnemonic() {
            return "ID";
        }

        @Override
        public Class<IdPayload> payload() {
            return IdPayload.class;
        }

        @Override
        public IdPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int idType = body.u8("ID Type");
            Bytes doiSpecific = body.bytes("DOI Specific ID Data", DOI_SPECIFIC_OCTETS);
            return new IdPayload(idType, doiSpecific, body.rest("Identification Data"));
        }

        @Override
        public void encode(IdPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.idType).bytes(payload.doiSpecific).bytes(payload.data);
        }
    }
}
