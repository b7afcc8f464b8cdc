package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;

/** A whole message in clear (RFC 7296 section 3): read, judged by the grammar, shown, written and read again. */
public final class FuzzedMessage {
    private FuzzedMessage() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        WireReader in = new WireReader(Bytes.copyOf(octets));
        try {
            IsakmpHeader header = IsakmpHeader.read(in);
            PayloadType first = new PayloadType(Ikev2Payloads.SPACE, header.nextPayload());
            Chain chain = Codecs.REGISTRY.decode(first, in);
            boolean response = header.has(IkeFlags.RESPONSE);
            Ikev2Grammar.violation(header.exchangeType(), response, chain.payloads());
            Ikev2Grammar.order(header.exchangeType(), response, chain.payloads());
            Notation.of(header, chain.payloads(), false, Codecs.REGISTRY);
        } catch (WireException malformed) {
            if (malformed.offset() < 0 || malformed.offset() > octets.length) {
                throw new AssertionError("an offset outside the message", malformed);
            }
        }
    }
}
