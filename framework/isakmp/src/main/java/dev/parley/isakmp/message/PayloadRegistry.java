package dev.parley.isakmp.message;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Codecs by payload type, and the chain of generic headers they hang in (RFC 2408 section 3.2, RFC 7296 section 3.2).
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !C!  RESERVED   !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class PayloadRegistry {
    /** No message of any protocol here needs more; a chain of four-octet payloads would otherwise cost 16,000 objects. */
    public static final int MAX_PAYLOADS = 128;

    private final Map<PayloadType, PayloadCodec<?>> codecs;

    private PayloadRegistry(Map<PayloadType, PayloadCodec<?>> codecs) {
        this.codecs = codecs;
    }

    /** The codecs that {@code catalog} holds; of two for one type the first in its order is used. */
    public static PayloadRegistry of(Catalog catalog) {
        return of(catalog.all(PayloadCodecs.class));
    }

    /** The codecs of {@code contributed}, first come first kept. */
    public static PayloadRegistry of(List<? extends PayloadCodecs> contributed) {
        Map<PayloadType, PayloadCodec<?>> codecs = new HashMap<>();
        for (PayloadCodecs some : contributed) {
            for (PayloadCodec<?> codec : some.codecs()) {
                codecs.putIfAbsent(codec.type(), codec);
            }
        }
        return new PayloadRegistry(codecs);
    }

    public Optional<PayloadCodec<?>> codec(PayloadType type) {
        return Optional.ofNullable(codecs.get(type));
    }

    /** Reads generic headers only, until one ends the chain; what follows stays in the reader. */
    public List<Raw> walk(PayloadType first, WireReader in) throws WireException {
        List<Raw> chain = new ArrayList<>();
        int origin = in.offset();
        PayloadType type = first;
        while (type.number() != PayloadType.NONE) {
            if (chain.size() == MAX_PAYLOADS) {
                throw in.bad("Next Payload", "more than " + MAX_PAYLOADS + " payloads");
            }
            Raw raw = step(type, in, origin);
            chain.add(raw);
            type = after(raw);
        }
        return chain;
    }

    /**
     * Reads one generic header and skips the body it is for.
     *
     * @param origin the reader's offset where the chain begins
     */
    public Raw step(PayloadType type, WireReader in, int origin) throws WireException {
        int start = in.offset() - origin;
        int next = in.u8("Next Payload");
        int flags = in.u8("Critical");
        int length = in.u16("Payload Length");
        if (length < Raw.HEADER_OCTETS) {
            throw in.bad("Payload Length", length + " is shorter than its own header");
        }
        return new Raw(type, next, flags, in.part("Payload Length", length - Raw.HEADER_OCTETS), start);
    }

    /** What follows {@code raw}: {@link PayloadType#NONE} if it ends its chain. */
    public PayloadType after(Raw raw) {
        boolean ends = codec(raw.type()).map(PayloadCodec::endsChain).orElse(false);
        return new PayloadType(raw.type().space(), ends ? PayloadType.NONE : raw.next());
    }

    /** Reads a whole chain. */
    public Chain decode(PayloadType first, WireReader in) throws WireException {
        List<Payload> payloads = new ArrayList<>();
        int next = PayloadType.NONE;
        int origin = in.offset();
        for (Raw raw : walk(first, in)) {
            payloads.add(decode(raw, WireReader.at(origin + raw.bodyStart(), raw.body())));
            next = raw.next();
        }
        return new Chain(payloads, next);
    }

    /** Reads one payload's body; one without a codec becomes {@link Unknown}. */
    public Payload decode(Raw raw) throws WireException {
        return decode(raw, new WireReader(raw.body()));
    }

    /** The same, by a reader that stands at the body's first octet and ends with its last. */
    public Payload decode(Raw raw, WireReader body) throws WireException {
        PayloadCodec<?> codec = codecs.get(raw.type());
        if (codec == null) {
            return new Unknown(raw.type(), raw.critical(), body.rest("Payload Data"));
        }
        Payload payload = codec.decode(body, this);
        body.end(codec.mnemonic());
        return payload;
    }

    /** Writes a chain that ends with 0. */
    public Bytes encode(List<? extends Payload> payloads) {
        WireWriter out = new WireWriter();
        for (int i = 0; i < payloads.size(); i++) {
            int start = out.length();
            Payload payload = payloads.get(i);
            out.u8(i + 1 < payloads.size() ? payloads.get(i + 1).type().number() : PayloadType.NONE);
            out.u8(payload instanceof Unknown unknown && unknown.critical() ? 0x80 : 0)
                    .u16(0);
            body(payload, out);
            out.patchU16(start + 2, out.length() - start);
        }
        return out.toBytes();
    }

    /** One payload's body alone, as signatures and hashes cover it. */
    public Bytes body(Payload payload) {
        WireWriter out = new WireWriter();
        body(payload, out);
        return out.toBytes();
    }

    /** RFC notation of one payload. */
    public String describe(Payload payload) {
        PayloadCodec<?> codec = codecs.get(payload.type());
        return codec == null ? "payload " + payload.type().number() : describe(codec, payload);
    }

    /** The first payload's number, for the header in front. */
    public static int first(List<? extends Payload> payloads) {
        return payloads.isEmpty() ? PayloadType.NONE : payloads.get(0).type().number();
    }

    private void body(Payload payload, WireWriter out) {
        if (payload instanceof Unknown unknown) {
            out.bytes(unknown.body());
            return;
        }
        PayloadCodec<?> codec = codecs.get(payload.type());
        if (codec == null) {
            throw new IllegalStateException("no codec for " + payload.type());
        }
        encode(codec, payload, out);
    }

    private <P extends Payload> void encode(PayloadCodec<P> codec, Payload payload, WireWriter out) {
        codec.encode(codec.payload().cast(payload), out, this);
    }

    private static <P extends Payload> String describe(PayloadCodec<P> codec, Payload payload) {
        return codec.describe(codec.payload().cast(payload));
    }
}
