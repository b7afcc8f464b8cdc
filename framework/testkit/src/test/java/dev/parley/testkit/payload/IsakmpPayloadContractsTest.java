package dev.parley.testkit.payload;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.payload.CertificatePayload;
import dev.parley.isakmp.payload.CertificateRequestPayload;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.payload.SignaturePayload;
import dev.parley.isakmp.payload.VendorIdPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.testkit.PayloadCodecContract;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every payload of RFC 2408 keeps what the host relies on. */
class IsakmpPayloadContractsTest {
    private static final PayloadRegistry REGISTRY =
            PayloadRegistry.of(List.of(new IsakmpPayloads()), List.of(new IpsecDoi()));

    private abstract static class Contract<P extends Payload> extends PayloadCodecContract<P> {
        @Override
        @SuppressWarnings("unchecked") // a number has one class of payload
        protected PayloadCodec<P> codec() {
            return (PayloadCodec<P>) REGISTRY.codec(samples().get(0).type()).orElseThrow();
        }

        @Override
        protected PayloadRegistry registry() {
            return REGISTRY;
        }
    }

    private abstract static class Opaque<P extends Payload> extends Contract<P> {
        @Override
        protected List<P> samples() {
            return List.of(of(Bytes.EMPTY), of(Bytes.hex("00ff7f80")), of(Bytes.zeros(300)));
        }

        abstract P of(Bytes octets);
    }

    @Nested
    class Sa extends Contract<SaPayload> {
        @Override
        protected List<SaPayload> samples() {
            Transform bare = new Transform(1, 12, List.of());
            Transform full = new Transform(
                    255,
                    3,
                    List.of(
                            Attribute.basic(5, 2),
                            Attribute.variable(2, Bytes.EMPTY),
                            Attribute.variable(2, 86_400, 4)));
            return List.of(
                    new SaPayload(
                            1,
                            Situations.identityOnly(),
                            List.of(new Proposal(1, 3, Bytes.hex("0a000001"), List.of(bare)))),
                    new SaPayload(
                            1,
                            Situations.identityOnly(),
                            List.of(
                                    new Proposal(0, 1, Bytes.EMPTY, List.of(bare, full)),
                                    new Proposal(255, 255, Bytes.zeros(255), Collections.nCopies(255, bare)))),
                    new SaPayload(0xffff_ffffL, Situation.ofUnknownDoi(Bytes.hex("c0de")), List.of()),
                    new SaPayload(1, Situation.unsupported(Bytes.hex("00000008 0102")), List.of()),
                    new SaPayload(
                            1,
                            Situation.unsupported(Bytes.hex("00000003 00000000 00010000 07000000 00090000 ff800000")),
                            List.of(new Proposal(1, 3, Bytes.EMPTY, List.of(full)))));
        }
    }

    @Nested
    class Id extends Contract<IdPayload> {
        @Override
        protected List<IdPayload> samples() {
            return List.of(
                    new IdPayload(1, Bytes.hex("1101f4"), Bytes.hex("0a630001")),
                    new IdPayload(255, Bytes.zeros(3), Bytes.EMPTY));
        }
    }

    @Nested
    class Notification extends Contract<NotificationPayload> {
        @Override
        protected List<NotificationPayload> samples() {
            return List.of(
                    new NotificationPayload(0, 1, Bytes.EMPTY, 14, Bytes.EMPTY),
                    new NotificationPayload(0xffff_ffffL, 255, Bytes.zeros(255), 65535, Bytes.hex("01")));
        }
    }

    @Nested
    class Delete extends Contract<DeletePayload> {
        @Override
        protected List<DeletePayload> samples() {
            return List.of(
                    new DeletePayload(1, 3, 4, List.of(Bytes.hex("0a000001"), Bytes.hex("0a000002"))),
                    new DeletePayload(0, 1, 16, List.of(Bytes.zeros(16))),
                    new DeletePayload(0xffff_ffffL, 255, 7, List.of()),
                    new DeletePayload(1, 3, 1, Collections.nCopies(DeletePayload.MAX_SPIS, Bytes.of(1))));
        }
    }

    @Nested
    class Certificate extends Contract<CertificatePayload> {
        @Override
        protected List<CertificatePayload> samples() {
            return List.of(new CertificatePayload(4, Bytes.hex("3000")), new CertificatePayload(255, Bytes.EMPTY));
        }
    }

    @Nested
    class CertificateRequest extends Contract<CertificateRequestPayload> {
        @Override
        protected List<CertificateRequestPayload> samples() {
            return List.of(
                    new CertificateRequestPayload(4, Bytes.EMPTY), new CertificateRequestPayload(0, Bytes.hex("3000")));
        }
    }

    @Nested
    class Ke extends Opaque<KePayload> {
        @Override
        KePayload of(Bytes octets) {
            return new KePayload(octets);
        }
    }

    @Nested
    class Hash extends Opaque<HashPayload> {
        @Override
        HashPayload of(Bytes octets) {
            return new HashPayload(octets);
        }
    }

    @Nested
    class Signature extends Opaque<SignaturePayload> {
        @Override
        SignaturePayload of(Bytes octets) {
            return new SignaturePayload(octets);
        }
    }

    @Nested
    class Nonce extends Opaque<NoncePayload> {
        @Override
        NoncePayload of(Bytes octets) {
            return new NoncePayload(octets);
        }
    }

    @Nested
    class VendorId extends Opaque<VendorIdPayload> {
        @Override
        VendorIdPayload of(Bytes octets) {
            return new VendorIdPayload(octets);
        }
    }
}
