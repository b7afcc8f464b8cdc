package dev.parley.ikev2.message;

import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;

/** Whole messages as octets (RFC 7296 section 3.1). */
public final class IkeMessages {
    public static final int MAJOR_VERSION = 2;
    public static final int MINOR_VERSION = 0;

    private IkeMessages() {}

    /** A message without an Encrypted payload. */
    public static Bytes clear(
            Bytes spiI,
            Bytes spiR,
            int exchange,
            int flags,
            long messageId,
            List<Payload> payloads,
            PayloadRegistry registry) {
        Bytes chain = registry.encode(payloads);
        WireWriter out = new WireWriter();
        new IsakmpHeader(
                        spiI,
                        spiR,
                        PayloadRegistry.first(payloads),
                        MAJOR_VERSION,
                        MINOR_VERSION,
                        exchange,
                        flags,
                        messageId,
                        IsakmpHeader.OCTETS + chain.length())
                .write(out);
        return out.bytes(chain).toBytes();
    }
}
