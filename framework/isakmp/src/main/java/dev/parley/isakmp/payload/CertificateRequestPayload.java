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
 * The Certificate Request payload (RFC 2408 section 3.10).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Cert. Type   !                                               !
 * +-+-+-+-+-+-+-+-+                                               !
 * ~                     Certificate Authority                     ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param encoding see {@link CertificateEncoding}
 * @param authority an acceptable authority, in the form that the encoding has; empty for any
 */
public record CertificateRequestPayload(int encoding, Bytes authority) implements Payload {
    @Override
    public PayloadType type() {
        return IsakmpPayloads.CERTIFICATE_REQUEST;
    }

    static final class Codec implements PayloadCodec<CertificateRequestPayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.CERTIFICATE_REQUEST;
        }

        @Override
        public String mnemonic() {
            return "CR";
        }

        @Override
        public Class<CertificateRequestPayload> payload() {
            return CertificateRequestPayload.class;
        }

        @Override
        public CertificateRequestPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int encoding = body.u8("Cert. Type");
            return new CertificateRequestPayload(encoding, body.rest("Certificate Authority"));
        }

        @Override
        public void encode(CertificateRequestPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.encoding).bytes(payload.authority);
        }
    }
}
