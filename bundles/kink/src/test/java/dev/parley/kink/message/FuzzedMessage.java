package dev.parley.kink.message;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.Registries;
import java.util.List;

/** A whole message (RFC 4430 section 4): read, shown, written and read again; and the same octets as a KINK_ENCRYPT's plaintext. */
public final class FuzzedMessage {
    private static final PayloadRegistry REGISTRY = Registries.with(new IpsecDoi());

    private FuzzedMessage() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes input = Bytes.copyOf(octets);
        try {
            Message<KinkHeader> message = KinkMessage.read(input, REGISTRY);
            KinkHeader header = message.header();
            KinkMessage.summed(message);
            Notation.of(header.type(), header.xid(), header.acknowledge(), message.payloads(), List.of(), REGISTRY);
        } catch (WireException malformed) {
            demandPlace(malformed, octets.length);
        }
        try {
            Notation.of(1, 0, false, List.of(), KinkMessage.inside(input, REGISTRY), REGISTRY);
        } catch (WireException malformed) {
            demandPlace(malformed, octets.length);
        }
    }

    private static void demandPlace(WireException malformed, int length) {
        if (malformed.offset() < 0 || malformed.offset() > length) {
            throw new AssertionError("an offset outside the message", malformed);
        }
    }
}
