package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.testkit.PayloadCodecContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** Every kind of payload keeps the codecs' contract, on bodies recorded from strongSwan 5.9.8 where none else is named. */
class CodecContractsTest {
    @Nested
    class OfSa extends Contract {
        OfSa() {
            super(
                    Ikev2Payloads.SA,
                    "02000024010100030300000c01000014800e00800300000802000005000000080400001f"
                            + "0200002c020100040300000c0100000c800e0080030000080300000c03000008020000050000000804"
                            + "00001f0000002c030100040300000c0100000c800e0100030000080300000c03000008020000050000"
                            + "00080400000e");
        }
    }

    @Nested
    class OfKe extends Contract {
        OfKe() {
            super(Ikev2Payloads.KE, "001f00008183c8cb5b991adfb8621739b1ef2389e1517dcc764d3d3318564d4c3b93611e");
        }
    }

    @Nested
    class OfNonce extends Contract {
        OfNonce() {
            super(Ikev2Payloads.NONCE, "2084a3d3c289b855be091abf0b91bb70e0d0076adaa96061721a8c36f7954e37");
        }
    }

    @Nested
    class OfNotify extends Contract {
        OfNotify() {
            super(Ikev2Payloads.NOTIFY, "00004004bbedb9911a93e392c770d68eaa209d126668f124", "0000402e");
        }
    }

    @Nested
    class OfDelete extends Contract {
        OfDelete() {
            super(Ikev2Payloads.DELETE, "0304000158ef4e2d", "01000000");
        }
    }

    @Nested
    class OfId extends Contract {
        OfId() {
            super(Ikev2Payloads.ID_I, "0200000070736b2d612e6578616d706c65");
        }
    }

    /** Two selectors, laid out by hand from the figures of RFC 7296 sections 3.13 and 3.13.1. */
    @Nested
    class OfTs extends Contract {
        OfTs() {
            super(
                    Ikev2Payloads.TS_I,
                    "02 000000 07 00 0010 0000 ffff 0a010000 0a01ffff"
                            + " 08 06 0028 0050 0050 20010db8000000000000000000000000 20010db80000ffffffffffffffffffff");
        }
    }

    @Nested
    class OfAuth extends Contract {
        OfAuth() {
            super(Ikev2Payloads.AUTH, "02000000c4d56fd540638bf5af0354dacfd1d1d3e8455a9eb8ede299bb82e56e5a87f1dc");
        }
    }

    @Nested
    class OfVendorId extends Contract {
        OfVendorId() {
            super(Ikev2Payloads.VENDOR_ID, "aabbccdd");
        }
    }

    @Nested
    class OfSkf extends Contract {
        OfSkf() {
            super(Ikev2Payloads.SKF, "00010005", "00050005aabb");
        }
    }

    /** A contract whose samples are what the recorded bodies say. */
    abstract static class Contract extends PayloadCodecContract<Payload> {
        private final PayloadType type;
        private final List<Bytes> bodies;

        Contract(PayloadType type, String... bodies) {
            this.type = type;
            this.bodies = Stream.of(bodies).map(Bytes::hex).toList();
        }

        @Override
        @SuppressWarnings("unchecked")
        protected PayloadCodec<Payload> codec() {
            return (PayloadCodec<Payload>) Codecs.REGISTRY.codec(type).orElseThrow();
        }

        @Override
        protected PayloadRegistry registry() {
            return Codecs.REGISTRY;
        }

        @Override
        protected List<Payload> samples() {
            return bodies.stream().map(this::read).toList();
        }

        @Override
        protected List<Bytes> recorded() {
            return bodies;
        }

        private Payload read(Bytes body) {
            try {
                return Codecs.decode(type, body);
            } catch (WireException e) {
                throw new AssertionError(body + " is not read: " + e.getMessage(), e);
            }
        }
    }
}
