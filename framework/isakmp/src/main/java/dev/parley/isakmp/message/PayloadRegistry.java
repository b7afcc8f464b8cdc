package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.doi.DomainOfInterpretation;
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
 * Codecs by payload type, and the chain of generic headers they hang in (RFC 2408 section 3.2, RFC 7296 section 3.2). A codec gets
 * the registry, since chains nest and since only a Domain of Interpretation knows what its situations look like.
 */
public final class PayloadRegistry {
    /** No message of any protocol here needs more; a chain of four-octet payloads would otherwise cost 16,000 objects. */
    public static final int MAX_PAYLOADS = 128;

    private static final GenericHeader UNOWNED = GenericHeader.withCriticalBit();

    private final Map<PayloadType, PayloadCodec<?>> codecs;
    private final Map<NumberSpace, GenericHeader> headers;
    private final Map<Long, DomainOfInterpretation> dois;

    private PayloadRegistry(
            Map<PayloadType, PayloadCodec<?>> codecs,
            Map<NumberSpace, GenericHeader> headers,
            Map<Long, DomainOfInterpretation> dois) {
        this.codecs = codecs;
        this.headers = headers;
        this.dois = dois;
    }

    /** The codecs and DOIs that {@code catalog} holds; of two for one number the first in its order is used. */
    public static PayloadRegistry of(Catalog catalog) {
        return catalog.derived(
                PayloadRegistry.class, all -> of(all.all(PayloadCodecs.class), all.all(DomainOfInterpretation.class)));
    }

    /** The codecs of {@code contributed}, first come first kept, and no DOI. */
    public static PayloadRegistry of(List<? extends PayloadCodecs> contributed) {
        return of(contributed, List.of());
    }

    /** The codecs of {@code contributed} and {@code domains}, first come first kept. */
    public static PayloadRegistry of(
            List<? extends PayloadCodecs> contributed, List<? extends DomainOfInterpretation> domains) {
        Map<PayloadType, PayloadCodec<?>> codecs = new HashMap<>();
        Map<NumberSpace, GenericHeader> headers = new HashMap<>();
        for (PayloadCodecs some : contributed) {
            some.header().ifPresent(header -> headers.putIfAbsent(some.space(), header));
            for (PayloadCodec<?> codec : some.codecs()) {
                codecs.putIfAbsent(codec.type(), codec);
            }
        }
        Map<Long, DomainOfInterpretation> dois = new HashMap<>();
        domains.forEach(domain -> dois.putIfAbsent(domain.number(), domain));
        return new PayloadRegistry(codecs, headers, dois);
    }

    /** The Domain of Interpretation with this number. */
    public Optional<DomainOfInterpretation> doi(long number) {
        return Optional.ofNullable(dois.get(number));
    }

    /** What the chains of {@code space} look like; if nobody here owns it, as lenient as can be. */
    public GenericHeader header(NumberSpace space) {
        return headers.getOrDefault(space, UNOWNED);
    }

    public Optional<PayloadCodec<?>> codec(PayloadType type) {
        return Optional.ofNullable(codecs.get(type));
    }

    /**
     * Reads generic headers only, until one ends the chain; what follows stays in the reader, be it padding after the last payload.
     *
     * @throws UnknownPayloadType the space does not let a payload pass for which no codec is there
     * @throws WireException a length lies, or what is reserved is not zero where it must be
     */
    public List<Raw> walk(PayloadType first, WireReader in) throws WireException {
        List<Raw> chain = new ArrayList<>();
        int origin = in.offset();
        PayloadType type = first;
        while (type.number() != PayloadType.NONE) {
            bounded(chain.size(), in);
            Raw raw = step(type, in, origin);
            chain.add(raw);
            type = after(raw);
        }
        return chain;
    }

    /**
     * Reads one generic header, after the padding in front of it, and skips the body it is for.
     *
     * @param origin the reader's offset where the chain begins
     * @throws UnknownPayloadType see {@link #walk}
     */
    public Raw step(PayloadType type, WireReader in, int origin) throws WireException {
        GenericHeader header = header(type.space());
        int padding = header.padding(in.offset() - origin);
        if (padding > 0) {
            in.bytes("padding", padding);
        }
        passable(type, header, in.offset());
        int start = in.offset() - origin;
        int next = in.u8("Next Payload");
        int flags = in.u8(header.second() == GenericHeader.Second.CRITICAL_BIT ? "Critical" : "RESERVED");
        if (header.second() == GenericHeader.Second.RESERVED_ZERO && flags != 0) {
            throw in.bad("RESERVED", "is not zero");
        }
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

    /** Reads a whole chain, payload by payload: the first fault in it is the first that counts. */
    public Chain decode(PayloadType first, WireReader in) throws WireException {
        List<Payload> payloads = new ArrayList<>();
        int next = PayloadType.NONE;
        int origin = in.offset();
        PayloadType type = first;
        while (type.number() != PayloadType.NONE) {
            bounded(payloads.size(), in);
            Raw raw = step(type, in, origin);
            payloads.add(decode(raw, in.inside(origin + raw.bodyStart(), raw.body())));
            next = raw.next();
            type = after(raw);
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
            return new Unknown(raw.type(), critical(raw), body.rest("Payload Data"));
        }
        Payload payload = codec.decode(body, this);
        body.end(codec.mnemonic());
        return payload;
    }

    /** Writes a chain that ends with 0, without padding after the last payload. All are of one number space. */
    public Bytes encode(List<? extends Payload> payloads) {
        WireWriter out = new WireWriter();
        for (int i = 0; i < payloads.size(); i++) {
            Payload payload = payloads.get(i);
            out.bytes(Bytes.zeros(header(payload.type().space()).padding(out.length())));
            int start = out.length();
            out.u8(i + 1 < payloads.size() ? payloads.get(i + 1).type().number() : PayloadType.NONE);
            out.u8(payload instanceof Unknown unknown && unknown.critical() ? Raw.CRITICAL : 0)
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

    private static void bounded(int payloads, WireReader in) throws WireException {
        if (payloads == MAX_PAYLOADS) {
            throw in.bad("Next Payload", "more than " + MAX_PAYLOADS + " payloads");
        }
    }

    private void passable(PayloadType type, GenericHeader header, int offset) throws UnknownPayloadType {
        if (header.second() == GenericHeader.Second.RESERVED_ZERO
                && type.number() < GenericHeader.FIRST_PRIVATE
                && !codecs.containsKey(type)) {
            throw new UnknownPayloadType(type, offset);
        }
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

    private boolean critical(Raw raw) {
        return header(raw.type().space()).second() == GenericHeader.Second.CRITICAL_BIT && raw.critical();
    }

    private <P extends Payload> void encode(PayloadCodec<P> codec, Payload payload, WireWriter out) {
        codec.encode(codec.payload().cast(payload), out, this);
    }

    private static <P extends Payload> String describe(PayloadCodec<P> codec, Payload payload) {
        return codec.describe(codec.payload().cast(payload));
    }
}
