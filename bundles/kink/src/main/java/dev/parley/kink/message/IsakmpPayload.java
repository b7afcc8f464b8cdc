package dev.parley.kink.message;

import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.message.UnknownPayloadType;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * KINK_ISAKMP: the payloads of one Quick Mode, chained without padding (RFC 4430 section 4.2.6).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | Next Payload  |   RESERVED    |         Payload Length        |
 * +---------------+-------+-------+---------------+---------------+
 * | InnerNextPload| QMMaj | QMMin |            RESERVED           |
 * +---------------+-------+-------+---------------+---------------+
 * ~                  Quick Mode payloads                          ~
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param version of Quick Mode, QMMaj and QMMin; another than {@value #VERSION} is KINK_BADQMVERS
 * @param payloads of RFC 2408's number space; empty if the version is another
 */
public record IsakmpPayload(int version, List<Payload> payloads) implements Payload {
    /** The version of Quick Mode that RFC 4430 section 4.2.6 describes, 1.0. */
    public static final int VERSION = 0x10;

    public IsakmpPayload {
        payloads = List.copyOf(payloads);
    }

    public static IsakmpPayload of(List<? extends Payload> payloads) {
        return new IsakmpPayload(VERSION, List.copyOf(payloads));
    }

    @Override
    public PayloadType type() {
        return KinkPayloads.ISAKMP;
    }

    /**
     * Reads one of KINK's payloads; what is wrong inside a KINK_ISAKMP is a value, since that one alone is refused.
     *
     * @throws WireException any other payload is malformed
     */
    static Payload read(Raw raw, PayloadRegistry registry) throws WireException {
        if (!raw.type().equals(KinkPayloads.ISAKMP)) {
            return registry.decode(raw);
        }
        try {
            return registry.decode(raw);
        } catch (UnknownPayloadType unknown) {
            return new MalformedIsakmp(
                    NotifyType.INVALID_PAYLOAD_TYPE, Bytes.of(unknown.type().number()), unknown.getMessage());
        } catch (WireException malformed) {
            return new MalformedIsakmp(NotifyType.PAYLOAD_MALFORMED, Bytes.EMPTY, malformed.getMessage());
        }
    }

    static final class Codec implements PayloadCodec<IsakmpPayload> {
        @Override
        public PayloadType type() {
            return KinkPayloads.ISAKMP;
        }

        @Override
        public String mnemonic() {
            return "ISAKMP";
        }

        @Override
        public Class<IsakmpPayload> payload() {
            return IsakmpPayload.class;
        }

        @Override
        public IsakmpPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int first = body.u8("InnerNextPload");
            int version = body.u8("QMMaj");
            body.u16("RESERVED");
            if (version != VERSION) {
                body.rest();
                return new IsakmpPayload(version, List.of());
            }
            Chain chain = registry.decode(IsakmpPayloads.type(first), body);
            return new IsakmpPayload(version, chain.payloads());
        }

        @Override
        public void encode(IsakmpPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(PayloadRegistry.first(payload.payloads)).u8(payload.version).u16(0);
            body.bytes(registry.encode(payload.payloads));
        }

        @Override
        public String describe(IsakmpPayload payload) {
            return payload.payloads.stream()
                    .map(inner -> inner.type().space().equals(IsakmpPayloads.SPACE)
                            ? IsakmpPayloads.name(inner.type().number())
                            : inner.type().toString())
                    .collect(Collectors.joining(" ", "ISAKMP{", "}"));
        }
    }
}
