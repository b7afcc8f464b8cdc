package dev.parley.kink.message;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.Registries;
import dev.parley.kink.protection.Sealing;
import dev.parley.testkit.PayloadCodecContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every kind of payload keeps the codecs' contract, on bodies recorded from racoon2's kinkd where there are any. */
class CodecContractsTest {
    private static final PayloadRegistry REGISTRY = Registries.with(new IpsecDoi());

    @Nested
    class OfApReq extends Contract<ApReqPayload> {
        OfApReq() {
            super(new ApReqPayload.Codec(), new ApReqPayload(0xffff_ffffL, Bytes.EMPTY));
        }
    }

    @Nested
    class OfApRep extends Contract<ApRepPayload> {
        OfApRep() {
            super(new ApRepPayload.Codec(), new ApRepPayload(0, Bytes.of(1)));
        }
    }

    @Nested
    class OfKrbError extends Contract<KrbErrorPayload> {
        OfKrbError() {
            super(KrbErrorPayload.CODEC, new KrbErrorPayload(Bytes.hex("7e023000")), new KrbErrorPayload(Bytes.EMPTY));
        }
    }

    @Nested
    class OfTgtReq extends Contract<TgtReqPayload> {
        OfTgtReq() {
            super(TgtReqPayload.CODEC, new TgtReqPayload(Bytes.utf8("kink/b.example@EXAMPLE")));
        }
    }

    @Nested
    class OfTgtRep extends Contract<TgtRepPayload> {
        OfTgtRep() {
            super(TgtRepPayload.CODEC, new TgtRepPayload(Bytes.hex("61023000")));
        }
    }

    @Nested
    class OfIsakmp extends Contract<IsakmpPayload> {
        OfIsakmp() {
            super(new IsakmpPayload.Codec(), IsakmpPayload.of(List.of()), new IsakmpPayload(0x11, List.of()));
        }
    }

    @Nested
    class OfEncrypt extends Contract<EncryptPayload> {
        OfEncrypt() {
            super(new EncryptPayload.Codec(), new EncryptPayload(Bytes.EMPTY), new EncryptPayload(Bytes.zeros(300)));
        }
    }

    @Nested
    class OfError extends Contract<ErrorPayload> {
        OfError() {
            super(
                    new ErrorPayload.Codec(),
                    new ErrorPayload(0),
                    new ErrorPayload(ErrorPayload.U2UDENIED),
                    new ErrorPayload(0xffff_ffffL));
        }
    }

    abstract static class Contract<P extends Payload> extends PayloadCodecContract<P> {
        private final PayloadCodec<P> codec;
        private final List<P> samples;

        @SafeVarargs
        Contract(PayloadCodec<P> codec, P... samples) {
            this.codec = codec;
            this.samples = List.of(samples);
        }

        @Override
        protected PayloadCodec<P> codec() {
            return codec;
        }

        @Override
        protected List<P> samples() {
            return samples;
        }

        @Override
        protected List<Bytes> recorded() {
            return recordedBodies(codec.type());
        }

        @Override
        protected PayloadRegistry registry() {
            return REGISTRY;
        }
    }

    /** In the clear and within KINK_ENCRYPT. */
    static List<Bytes> recordedBodies(PayloadType type) {
        List<Bytes> bodies = new ArrayList<>();
        try {
            for (RecordedExchange exchange : RecordedExchange.all()) {
                Sealing sealing = new Sealing(exchange.session(), REGISTRY);
                for (RecordedExchange.Spoken spoken : exchange.messages()) {
                    Bytes datagram = spoken.octets("datagram");
                    KinkHeader header = KinkHeader.read(datagram);
                    WireReader in = new WireReader(datagram.slice(0, header.length() - header.checksumOctets()));
                    in.bytes("header", KinkHeader.OCTETS);
                    for (Raw raw : REGISTRY.walk(KinkPayloads.type(header.next()), in)) {
                        keep(raw, type, bodies);
                        if (raw.type().equals(KinkPayloads.ENCRYPT)) {
                            Bytes plaintext = sealing.decrypt(new EncryptPayload(raw.body()))
                                    .orElseThrow();
                            WireReader inner = new WireReader(plaintext);
                            int first = inner.u8("InnerNextPload");
                            inner.bytes("RESERVED2", 3);
                            REGISTRY.walk(KinkPayloads.type(first), inner).forEach(each -> keep(each, type, bodies));
                        }
                    }
                }
            }
        } catch (WireException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bodies;
    }

    private static void keep(Raw raw, PayloadType type, List<Bytes> bodies) {
        if (raw.type().equals(type)) {
            bodies.add(raw.body());
        }
    }
}
