package dev.parley.isakmp.doi;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A Proposal payload, which stands in an SA payload only: one protocol and the transforms that it may have (RFC 2408 section
 * 3.5). Proposals with one number belong together, those with different numbers are alternatives (section 4.2).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Proposal #   !  Protocol-Id  !    SPI Size   !# of Transforms!
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !                        SPI (variable)                         !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                         Transforms                            ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param protocol see the DOI's names
 * @param spi the sender's SPI, 0 to 255 octets; for the ISAKMP SA itself its content means nothing
 * @param transforms one or more, most preferred first
 */
public record Proposal(int number, int protocol, Bytes spi, List<Transform> transforms) {
    /** # of Transforms has one octet. */
    public static final int MAX_TRANSFORMS = 255;

    /** Proposals of two protocols may share a number, so 255 numbers are no bound; no policy has more alternatives than this. */
    public static final int MAX_PROPOSALS = 255;

    private static final int TYPE = 2;
    private static final int HEADER_OCTETS = 8;

    public Proposal {
        transforms = List.copyOf(transforms);
        if (transforms.isEmpty() || transforms.size() > MAX_TRANSFORMS) {
            throw new IllegalArgumentException("a proposal has 1 to " + MAX_TRANSFORMS + " transforms");
        }
    }

    /** The same proposal with another's SPI and one transform only: how an answer names what it takes (section 4.2). */
    public Proposal taken(Bytes ownSpi, Transform transform) {
        return new Proposal(number, protocol, ownSpi, List.of(transform));
    }

    /** Reads proposals until {@code in} is empty; there is one at least. */
    public static List<Proposal> readAll(WireReader in) throws WireException {
        List<Proposal> proposals = new ArrayList<>();
        do {
            if (proposals.size() == MAX_PROPOSALS) {
                throw in.bad("Proposals", "more than " + MAX_PROPOSALS);
            }
            proposals.add(read(in));
        } while (in.remaining() > 0);
        return proposals;
    }

    /** Writes proposals one after the other. */
    public static void writeAll(List<Proposal> proposals, WireWriter out) {
        for (int i = 0; i < proposals.size(); i++) {
            proposals.get(i).write(out, i == proposals.size() - 1);
        }
    }

    private static Proposal read(WireReader in) throws WireException {
        int next = in.u8("Next Payload");
        WireReader body = Substructure.rest(in, "Proposal", HEADER_OCTETS);
        int due = in.remaining() == 0 ? 0 : TYPE;
        if (next != due) {
            throw in.bad("Proposal Next Payload", "says " + next + ", " + due + " agrees with what is left");
        }
        int number = body.u8("Proposal #");
        int protocol = body.u8("Protocol-Id");
        int spiSize = body.u8("SPI Size");
        int count = body.u8("# of Transforms");
        if (count == 0) {
            throw body.bad("# of Transforms", "a proposal has one transform at least");
        }
        Bytes spi = body.bytes("SPI", spiSize);
        List<Transform> transforms = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            transforms.add(Transform.read(body, i == count));
        }
        body.end("# of Transforms");
        return new Proposal(number, protocol, spi, transforms);
    }

    private void write(WireWriter out, boolean last) {
        int start = out.length();
        out.u8(last ? 0 : TYPE).u8(0).u16(0);
        out.u8(number).u8(protocol).u8(spi.length()).u8(transforms.size()).bytes(spi);
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).write(out, i == transforms.size() - 1);
        }
        out.patchU16(start + 2, out.length() - start);
    }
}
