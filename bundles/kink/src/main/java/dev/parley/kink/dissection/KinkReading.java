package dev.parley.kink.dissection;

import dev.parley.isakmp.dissection.ChainReading;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.FieldTree;
import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.message.Notation;
import dev.parley.kink.protection.Sealing;
import java.util.List;
import java.util.Optional;

/** KINK in one capture: header, payloads, Cksum, and what is in KINK_ENCRYPT where a keytab opens the ticket (RFC 4430 section 4). */
final class KinkReading implements Reading {
    private static final int RESERVED2_OCTETS = 3;
    private static final String PADDING = "padding";

    /**
     * A message and where its parts end.
     *
     * @param end of the message, as far as there are octets
     * @param cksumAt where its Cksum begins
     */
    private record Parts(KinkHeader header, Optional<WireException> lie, Bytes octets, int end, int cksumAt) {
        /** Where a length lies the datagram is taken for the message, and there is no Cksum. */
        private static Parts of(KinkHeader header, Bytes octets) {
            Optional<WireException> lie = header.lie(octets.length());
            int end = lie.isPresent() ? octets.length() : header.length();
            return new Parts(header, lie, octets, end, lie.isPresent() ? end : end - header.checksumOctets());
        }

        private Bytes cksum() {
            return octets.slice(cksumAt, end);
        }
    }

    /** What a session key says of a message. */
    private record Opened(Optional<Bytes> plaintext, Optional<WireException> fault, Optional<String> note) {}

    private final PayloadRegistry registry;
    private final Sessions sessions;

    KinkReading(PayloadRegistry registry, Keytab keytab) {
        this.registry = registry;
        this.sessions = new Sessions(keytab);
    }

    @Override
    public Optional<Dissection> read(Overheard datagram) {
        Bytes octets = datagram.octets();
        if (octets.length() < 2
                || octets.at(1) >>> 4 != KinkHeader.MAJOR_VERSION
                || octets.at(0) < KinkMessageType.CREATE
                || octets.at(0) > KinkMessageType.STATUS) {
            return Optional.empty();
        }
        FieldTree tree = new FieldTree(new KinkMeanings());
        WireReader in = WireReader.at(0, octets, tree);
        try {
            tree.begin("HDR", 0);
            KinkHeader header = KinkHeader.read(in);
            tree.end(in.offset());
            return Optional.of(message(datagram, Parts.of(header, octets), tree));
        } catch (WireException truncated) {
            tree.end(in.offset());
            Layer layer = Layer.of("message", octets, tree.fields()).faulty(truncated);
            return Optional.of(Dissection.of("KINK, the header is cut off").with(layer));
        }
    }

    private Dissection message(Overheard datagram, Parts parts, FieldTree tree) {
        WireReader in =
                WireReader.at(KinkHeader.OCTETS, parts.octets().slice(KinkHeader.OCTETS, parts.cksumAt()), tree);
        ChainReading chain = chain(parts.header().next(), in, tree);
        if (!parts.cksum().isEmpty()) {
            tree.bytes("Cksum", parts.cksumAt(), parts.cksum());
        }
        if (parts.end() < parts.octets().length()) {
            tree.bytes("behind the message", parts.end(), parts.octets().from(parts.end()));
        }
        List<Payload> outside = chain.payloads();
        Opened opened = open(datagram, parts, chain);
        Optional<WireException> fault = parts.lie().or(chain::fault).or(opened::fault);
        Layer layer = Layer.of("message", parts.octets(), tree.fields());
        Layer outer = fault.map(layer::faulty).orElse(layer);
        if (opened.plaintext().isEmpty()) {
            Dissection dissection =
                    Dissection.of(notation(parts.header(), outside, List.of())).with(outer);
            return opened.note().map(dissection::note).orElse(dissection);
        }
        return inside(parts.header(), outside, outer, opened.plaintext().get());
    }

    private Dissection inside(KinkHeader header, List<Payload> outside, Layer outer, Bytes plaintext) {
        FieldTree tree = new FieldTree(new KinkMeanings());
        WireReader in = WireReader.at(0, plaintext, tree);
        Layer layer;
        List<Payload> payloads = List.of();
        try {
            int first = in.u8("InnerNextPload");
            in.bytes("RESERVED2", RESERVED2_OCTETS);
            ChainReading chain = chain(first, in, tree);
            payloads = chain.payloads();
            Layer read = Layer.of("decrypted", plaintext, tree.fields());
            layer = chain.fault().map(read::faulty).orElse(read);
        } catch (WireException truncated) {
            layer = Layer.of("decrypted", plaintext, tree.fields()).faulty(truncated);
        }
        return Dissection.of(notation(header, outside, payloads)).with(outer).with(layer);
    }

    /** Payloads, and the padding that may follow the last (section 4.2). */
    private ChainReading chain(int first, WireReader in, FieldTree tree) {
        ChainReading chain = ChainReading.of(registry, new PayloadType(KinkPayloads.SPACE, first), in, tree);
        if (chain.fault().isEmpty() && in.remaining() > 0) {
            in.rest(PADDING);
        }
        return chain;
    }

    private Opened open(Overheard datagram, Parts parts, ChainReading chain) {
        if (parts.cksum().isEmpty()) {
            return new Opened(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Message<KinkHeader> message =
                new Message<>(parts.header(), chain.payloads(), parts.octets().slice(0, parts.end()));
        Sessions.Found found = message.find(ApReqPayload.class)
                .map(request -> sessions.begun(datagram, parts.header(), request))
                .orElseGet(() -> sessions.answered(datagram, parts.header()));
        if (found.key().isEmpty()) {
            return new Opened(Optional.empty(), Optional.empty(), Optional.of(found.why()));
        }
        Sealing sealing = new Sealing(found.key().get(), registry);
        Optional<EncryptPayload> sealed = message.find(EncryptPayload.class);
        Optional<Bytes> plaintext = sealed.flatMap(sealing::decrypt);
        return new Opened(plaintext, fault(parts, chain, sealing.authentic(message), plaintext), Optional.empty());
    }

    private static Optional<WireException> fault(
            Parts parts, ChainReading chain, boolean authentic, Optional<Bytes> plaintext) {
        Optional<WireException> closed = chain.last()
                .filter(last -> last.type().equals(KinkPayloads.ENCRYPT) && plaintext.isEmpty())
                .map(last -> new WireException(
                        "KINK_ENCRYPT",
                        KinkHeader.OCTETS + last.bodyStart(),
                        "does not open with the session key of the ticket"));
        return closed.isPresent() || authentic
                ? closed
                : Optional.of(
                        new WireException("Cksum", parts.cksumAt(), "is wrong under the session key of the ticket"));
    }

    private String notation(KinkHeader header, List<Payload> outside, List<Payload> inside) {
        return Notation.of(header.type(), header.xid(), header.acknowledge(), outside, inside, registry);
    }
}
