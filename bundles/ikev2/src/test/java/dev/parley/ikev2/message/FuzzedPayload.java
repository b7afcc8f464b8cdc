package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;

/** One payload's body behind its type (RFC 7296 sections 3.3 to 3.16): what is read is written so that it reads the same. */
public final class FuzzedPayload {
    private FuzzedPayload() {}

    public static void fuzzerTestOneInput(byte[] octets) throws WireException {
        if (octets.length == 0) {
            return;
        }
        PayloadType type = new PayloadType(Ikev2Payloads.SPACE, octets[0] & 0xff);
        Payload read;
        try {
            read = Codecs.decode(type, Bytes.copyOf(octets).from(1));
        } catch (WireException malformed) {
            return;
        }
        Codecs.REGISTRY.describe(read);
        Bytes written = Codecs.REGISTRY.body(read);
        Payload again = Codecs.decode(type, written);
        if (!again.equals(read) && !(read instanceof Unknown)) {
            throw new AssertionError(read + " was written as " + written + " and read as " + again);
        }
    }
}
