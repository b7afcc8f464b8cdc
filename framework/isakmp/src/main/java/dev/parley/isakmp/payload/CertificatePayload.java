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
 * The Certificate payload (RFC 2408 section 3.9).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Cert Encoding !                                               !
 * +-+-+-+-+-+-+-+-+                                               !
 * ~                        Certificate Data                       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param encoding see {@link CertificateEncoding}
 */
public record CertificatePayload(int encoding, Bytes data) implements Payload {
    @Override
    public PayloadType type() {
        return IsakmpPayloads.CERTIFICATE;
    }

    static final class Codec implements PayloadCodec<CertificatePayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.CERTIFICATE;
        }

        @Override
        public String mnemonic() {
            return "CERT";
        }

        @Override
        public Class<CertificatePayload> payload() {
            return CertificatePayload.class;
        }

        @Override
        public CertificatePayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int encoding = body.u8("Cert Encoding");
            return new CertificatePayload(encoding, body.rest("Certificate Data"));
        }

        @Override
        public void encode(CertificatePayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.encoding).bytes(payload.data);
        }
    }
}
