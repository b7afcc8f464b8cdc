package dev.parley.isakmp.exchange;

import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message of RFC 2408 as it arrived and was read: each payload, and its octets as they came, because proofs cover those.
 *
 * @param raw one for each payload, at the same place
 * @param datagram as it came, encrypted or not
 */
public record IsakmpMessage(
        IsakmpHeader header, List<Raw> raw, List<Payload> payloads, Datagram datagram, Moment when) {
    public IsakmpMessage {
        raw = List.copyOf(raw);
        payloads = List.copyOf(payloads);
    }

    /**
     * Reads a message in the clear.
     *
     * @throws WireException it is malformed, or something follows the last payload
     */
    public static IsakmpMessage clear(Datagram datagram, Moment when, PayloadRegistry registry) throws WireException {
        WireReader in = new WireReader(datagram.octets());
        IsakmpHeader header = IsakmpHeader.read(in);
        List<Raw> raw = registry.walk(IsakmpPayloads.type(header.nextPayload()), in);
        in.end("Length");
        return of(header, raw, datagram, when, registry);
    }

    /** Reads the bodies of payloads whose generic headers were walked before. */
    public static IsakmpMessage of(
            IsakmpHeader header, List<Raw> raw, Datagram datagram, Moment when, PayloadRegistry registry)
            throws WireException {
        List<Payload> payloads = new ArrayList<>();
        for (Raw one : raw) {
            payloads.add(registry.decode(one, WireReader.at(IsakmpHeader.OCTETS + one.bodyStart(), one.body())));
        }
        return new IsakmpMessage(header, raw, payloads, datagram, when);
    }

    /** A message in the clear of version 1.0. */
    public static Bytes compose(
            Bytes initiatorCookie,
            Bytes responderCookie,
            int exchangeType,
            int flags,
            long messageId,
            List<Payload> payloads,
            PayloadRegistry registry) {
        Bytes chain = registry.encode(payloads);
        WireWriter out = new WireWriter();
        new IsakmpHeader(
                        initiatorCookie,
                        responderCookie,
                        PayloadRegistry.first(payloads),
                        IsakmpExchanges.MAJOR_VERSION,
                        0,
                        exchangeType,
                        flags,
                        messageId,
                        IsakmpHeader.OCTETS + chain.length())
                .write(out);
        return out.bytes(chain).toBytes();
    }

    /** The octets that came. */
    public Bytes wire() {
        return datagram.octets();
    }

    public boolean encrypted() {
        return header.has(IsakmpFlags.ENCRYPTION);
    }

    /** The body of {@code payload}, which is one of this message's, as it came. */
    public Bytes body(Payload payload) {
        for (int i = 0; i < payloads.size(); i++) {
            if (payloads.get(i) == payload) {
                return raw.get(i).body();
            }
        }
        throw new IllegalArgumentException("no payload of this message: " + payload.type());
    }

    public <P extends Payload> Stream<P> all(Class<P> kind) {
        return payloads.stream().filter(kind::isInstance).map(kind::cast);
    }

    public <P extends Payload> Optional<P> find(Class<P> kind) {
        return all(kind).findFirst();
    }
}
