package dev.parley.kink.message;

import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A KINK message in octets: header, payloads on boundaries of four octets, Cksum last (RFC 4430 section 4). What protects it is in
 * {@code protection}.
 */
public final class KinkMessage {
    private static final int RESERVED2_OCTETS = 3;

    private KinkMessage() {}

    /**
     * Reads a message's outer payloads; octets behind the message are ignored.
     *
     * @throws WireException it is malformed, KINK_ENCRYPT is not last, or its Cksum does not begin on a boundary
     */
    public static Message<KinkHeader> read(Bytes datagram, PayloadRegistry registry) throws WireException {
        KinkHeader header = KinkHeader.read(datagram);
        Bytes wire = datagram.slice(0, header.length());
        WireReader in = new WireReader(wire.slice(0, header.length() - header.checksumOctets()));
        in.bytes("header", KinkHeader.OCTETS);
        if (header.checksumOctets() > 0 && in.remaining() % KinkPayloads.ALIGNMENT != 0) {
            throw in.bad("Cksum", "does not begin on a boundary of " + KinkPayloads.ALIGNMENT + " octets");
        }
        List<Payload> payloads = new ArrayList<>();
        for (Raw raw : registry.walk(KinkPayloads.type(header.next()), in)) {
            if (raw.type().equals(KinkPayloads.ENCRYPT) && raw.next() != PayloadType.NONE) {
                throw new WireException(
                        "Next Payload",
                        KinkHeader.OCTETS + raw.start(),
                        "something follows KINK_ENCRYPT, which is the last payload");
            }
            payloads.add(IsakmpPayload.read(raw, registry));
        }
        return new Message<>(header, payloads, wire);
    }

    /**
     * Reads the payloads of a KINK_ENCRYPT's plaintext; what follows the last is padding (section 4.2.7).
     *
     * @throws WireException they are malformed, or one of them is a KINK_ENCRYPT again
     */
    public static List<Payload> inside(Bytes plaintext, PayloadRegistry registry) throws WireException {
        WireReader in = new WireReader(plaintext);
        int first = in.u8("InnerNextPload");
        in.bytes("RESERVED2", RESERVED2_OCTETS);
        List<Payload> payloads = new ArrayList<>();
        for (Raw raw : registry.walk(KinkPayloads.type(first), in)) {
            if (raw.type().equals(KinkPayloads.ENCRYPT)) {
                throw new WireException("Next Payload", raw.start(), "KINK_ENCRYPT within KINK_ENCRYPT");
            }
            payloads.add(IsakmpPayload.read(raw, registry));
        }
        return List.copyOf(payloads);
    }

    /** The plaintext that {@link #inside} reads. */
    public static Bytes plaintext(List<Payload> payloads, PayloadRegistry registry) {
        return Bytes.concat(
                Bytes.of(PayloadRegistry.first(payloads)), Bytes.zeros(RESERVED2_OCTETS), registry.encode(payloads));
    }

    /** What a message's Cksum covers: the message up to it, as if it had none. */
    public static Bytes summed(Message<KinkHeader> message) {
        KinkHeader header = message.header();
        return Bytes.concat(
                header.summed().write(),
                message.wire().slice(KinkHeader.OCTETS, header.length() - header.checksumOctets()));
    }

    /** The Cksum of a message; empty if it has none. */
    public static Bytes checksum(Message<KinkHeader> message) {
        KinkHeader header = message.header();
        return message.wire().from(header.length() - header.checksumOctets());
    }

    /** Header and payloads, padded to where a Cksum may begin; without one, as they are sent. */
    public static Bytes unsummed(
            int type, long doi, long xid, boolean acknowledge, List<Payload> payloads, PayloadRegistry registry) {
        Bytes chain = registry.encode(payloads);
        Bytes padding = Bytes.zeros(Math.floorMod(-chain.length(), KinkPayloads.ALIGNMENT));
        int length = KinkHeader.OCTETS + chain.length() + padding.length();
        KinkHeader header = new KinkHeader(
                type, KinkHeader.MAJOR_VERSION, length, doi, xid, PayloadRegistry.first(payloads), acknowledge, 0);
        return Bytes.concat(header.write(), chain, padding);
    }

    /** An {@link #unsummed} message with its Cksum behind it and in its header. */
    public static Bytes summed(Bytes unsummed, Bytes checksum) throws WireException {
        KinkHeader bare = KinkHeader.read(unsummed);
        KinkHeader header = new KinkHeader(
                bare.type(),
                bare.majorVersion(),
                bare.length() + checksum.length(),
                bare.doi(),
                bare.xid(),
                bare.next(),
                bare.acknowledge(),
                checksum.length());
        return Bytes.concat(header.write(), unsummed.from(KinkHeader.OCTETS), checksum);
    }
}
